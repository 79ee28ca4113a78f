-- What there is in this partition, without a look at each. ARGV: idle at
local function first(index)
  local oldest = redis.call('ZRANGE', prefix .. index, 0, 0, 'WITHSCORES')
  return oldest[2] or ''
end
return { redis.call('HGETALL', prefix .. 'count'), redis.call('ZCARD', prefix .. 'liveness'),
  redis.call('ZCOUNT', prefix .. 'liveness', '-inf', ARGV[1]), first('running'), first('ended') }
