"""What a screen reader is given of a page: its accessibility tree, as the browser hands it out."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Heard:
    """One element as it is read out: what it is, its name, what describes it, and whether it has the focus."""

    role: str
    name: str
    about: str
    focused: bool


def listen(page: Page) -> list[Heard]:
    """Everything that is read out, in the order of the page."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    found: list[Heard] = []

    def walk(node: dict) -> None:
        if not node.get("ignored"):
            props = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
            text = [str(node.get(key, {}).get("value", "")) for key in ("role", "name", "description")]
            found.append(Heard(*text, focused=bool(props.get("focused"))))
        for child in node.get("childIds", []):
            if child in by_id:
                walk(by_id[child])

    walk(nodes[0])
    return found


def named(heard: list[Heard], role: str) -> list[str]:
    """The names of all of one role."""
    return [one.name for one in heard if one.role == role]
