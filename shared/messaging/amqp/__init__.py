"""The same road over RabbitMQ: connection, declarations, confirmed publishing, consuming."""
