"""Webhooks: other systems are told what happened here, by signed messages without text of documents."""
