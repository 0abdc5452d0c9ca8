// A client of Lontar in another language: what an HR system or a dashboard would write.
//
//   node client.js AMQP_URI
//
// Prints one JSON object a line. Each step is a request of the test on stdin, one JSON a line.

"use strict";

const { randomUUID } = require("node:crypto");
const { createInterface } = require("node:readline");
const amqp = require("amqplib");

const SOURCE = "/e2e/node";

function tell(what, facts) {
  console.log(JSON.stringify({ what, ...facts }));
}

async function publishEmployee(channel, employee) {
  const body = Buffer.from(JSON.stringify(employee));
  channel.publish("hr.events", "employee.changed", body, {
    persistent: true,
    contentType: "application/json",
    headers: {
      "ce-specversion": "1.0",
      "ce-id": randomUUID(),
      "ce-type": "employee.changed",
      "ce-source": SOURCE,
      "ce-subject": employee.employee_id,
    },
  });
  await channel.waitForConfirms();
  tell("confirmed", { employee_id: employee.employee_id });
}

// nameko's protocol: replies come to a queue that is bound with its own name for a key.
async function openReplies(channel) {
  const replyTo = randomUUID();
  const waiting = new Map();
  await channel.assertExchange("nameko-rpc", "topic", { durable: true });
  const { queue } = await channel.assertQueue(`rpc.reply-node-${replyTo}`, { exclusive: true });
  await channel.bindQueue(queue, "nameko-rpc", replyTo);
  const take = (message) => {
    const answer = JSON.parse(message.content.toString());
    waiting.get(message.properties.correlationId)?.(answer);
    waiting.delete(message.properties.correlationId);
  };
  await channel.consume(queue, take, { noAck: true });
  return { replyTo, waiting };
}

function call(channel, replies, method, kwargs) {
  const correlationId = randomUUID();
  const answered = new Promise((resolve) => replies.waiting.set(correlationId, resolve));
  channel.publish("nameko-rpc", method, Buffer.from(JSON.stringify({ args: [], kwargs })), {
    mandatory: true,
    contentType: "application/json",
    contentEncoding: "utf-8",
    replyTo: replies.replyTo,
    correlationId,
  });
  return answered;
}

async function listen(channel) {
  const { queue } = await channel.assertQueue("", { exclusive: true });
  await channel.checkExchange("enrolment.events");
  await channel.bindQueue(queue, "enrolment.events", "training.completed");
  await channel.consume(queue, (message) => {
    tell("heard", {
      key: message.fields.routingKey,
      content_type: message.properties.contentType,
      headers: message.properties.headers,
      data: JSON.parse(message.content.toString()),
    });
    channel.ack(message);
  });
}

async function main(uri) {
  const connection = await amqp.connect(uri);
  const channel = await connection.createConfirmChannel();
  channel.on("return", (message) => tell("returned", { key: message.fields.routingKey }));
  const replies = await openReplies(channel);
  await listen(channel);
  tell("ready", {});
  for await (const line of createInterface({ input: process.stdin })) {
    const { employee, method, kwargs } = JSON.parse(line);
    if (employee) {
      await publishEmployee(channel, employee);
    } else {
      tell("answered", { method, ...(await call(channel, replies, method, kwargs)) });
    }
  }
  await connection.close();
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
