"""The five capitals: each looks, appraises its moves, chooses and acts."""
