-- Gives a change of a running preview's files its number, or 0 where none runs. ARGV: id, user
local id = ARGV[1]
if get(id, 'userId') ~= ARGV[2] or get(id, 'status') ~= 'running' then return 0 end
local revision = next_revision(id)
-- What the project shall have is no longer what the last whole set of files said.
redis.call('HSET', hash(id), 'content', '')
return revision
