"""What 临民联发〔2024〕23号 asks of an institution, as pure functions: facts in, answers with rule id, verdict and reason out."""
