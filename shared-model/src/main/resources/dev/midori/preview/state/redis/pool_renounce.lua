-- Whoever meant to have it does so no more. ARGV: id, whose it would have become
-- Answers Daytona's id where it is theirs already; else it never will be, however late somebody asks.
local id, to = ARGV[1], ARGV[2]
if not get(id, 'status') then return '' end
if get(id, 'handedTo') == to then return get(id, 'daytonaId') or '' end
redis.call('HSET', hash(id), 'renounced:' .. to, '1')
return ''
