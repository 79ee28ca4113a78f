-- Stores what a step found out or is about to do. ARGV: …, step, then pairs of field and value.
local step = ARGV[5]
local fields = {}
for i = 6, #ARGV do fields[#fields + 1] = ARGV[i] end
if get(id, 'step') ~= step then
  local status = (step == 'queued' or step == 'creating' or step == 'uploading') and 'creating' or 'building'
  become(id, status, 'step', step)
  say(id, 'kind', 'step', 'step', step, 'at', text(now))
end
if #fields > 0 then redis.call('HSET', hash(id), 'updatedAt', text(now), unpack(fields)) end
return 'OK'
