-- Copies a preview that runs, with its entries in every index. KEYS: the partition's prefix. ARGV: id, how many
local prefix, model, count = KEYS[1], ARGV[1], tonumber(ARGV[2])
local fields = redis.call('HGETALL', prefix .. 'sandbox:' .. model)
local copies = {}
for n = 1, count do
  local id = string.sub(model, 1, 17) .. string.format('%016x', n)
  local user = redis.call('HGET', prefix .. 'sandbox:' .. model, 'userId') .. '-' .. n
  redis.call('HSET', prefix .. 'sandbox:' .. id, unpack(fields))
  redis.call('HSET', prefix .. 'sandbox:' .. id, 'userId', user)
  for _, index in ipairs({ 'due', 'liveness', 'running' }) do
    redis.call('ZADD', prefix .. index, redis.call('ZSCORE', prefix .. index, model), id)
  end
  redis.call('SADD', prefix .. 'user:' .. user, id)
  redis.call('HINCRBY', prefix .. 'count', 'running', 1)
  copies[n] = id .. ' ' .. user
end
return copies
