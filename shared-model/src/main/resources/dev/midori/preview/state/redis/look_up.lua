-- What is known of these. ARGV: ids. Answers status, Daytona's id, whether something remains, user, ending, replay, sign of
-- life, whose preview it became out of the warm pool, what it came from there, and whether it is unfinished.
local known = {}

local function describe(i, id)
  known[i] = { id, get(id, 'status') or '', get(id, 'daytonaId') or '', get(id, 'remains') or '',
    get(id, 'userId') or '', get(id, 'endedBecause') or '', get(id, 'replayId') or '', get(id, 'aliveBecause') or '',
    get(id, 'handedTo') or '', get(id, 'poolDonor') or '', is_unfinished(id) and '1' or '' }
end

for i, id in ipairs(ARGV) do
  if not attempt(describe, i, id) then known[i] = { id, '' } end
end
return known
