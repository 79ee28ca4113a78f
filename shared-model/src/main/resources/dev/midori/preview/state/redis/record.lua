-- Stores what a step found out or is about to do. ARGV: …, step, then pairs of field and value.
-- A preview that runs keeps running, whatever is done to it.
local step = ARGV[5]
local fields = {}
for i = 6, #ARGV do fields[#fields + 1] = ARGV[i] end
local status = get(id, 'status')
if status ~= 'running' and get(id, 'step') ~= step then
  local early = step == 'queued' or step == 'creating' or step == 'uploading'
  become(id, early and 'creating' or 'building', 'step', step)
  say(id, 'kind', 'step', 'step', step, 'at', text(now))
end
if #fields > 0 then redis.call('HSET', hash(id), 'updatedAt', text(now), unpack(fields)) end
return 'OK'
