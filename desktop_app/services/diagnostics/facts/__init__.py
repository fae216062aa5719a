"""The facts that checks judge: plain values which tests write down and machines record."""
