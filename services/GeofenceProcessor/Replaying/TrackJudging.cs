using EFCore.ReadWriteSplitting.Scopes;
using GeofenceProcessor.Fences;
using GeofenceProcessor.Judging;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Replaying;

/// <summary>Judges tracks in a snapshot; what is not read of them yet it reads in pages, so that memory does not go with the length of a history.</summary>
internal sealed class TrackJudging(FenceJudge judge, FenceSnapshot fences, long upTo)
{
    // A late report mostly changes little: the first page is small, and what a page may hold is shared by those that go on.
    private const int FirstPage = 100;
    private const int MostReports = 50_000;

    /// <summary>The reports that were read in pages.</summary>
    public int ReportsRead { get; private set; }

    /// <summary>What judging changes, up to a horizon; nothing of a tracker that has no reports.</summary>
    public async Task<List<TrackerJudgement>> JudgeAsync(ReadScope read, IReadOnlyCollection<Track> tracks, DateTime horizon, CancellationToken cancellationToken)
    {
        if (tracks.Count == 0)
        {
            return [];
        }

        ILookup<long, StoredEvent> stored = await GeofenceLog.AfterAsync(read, tracks, cancellationToken);
        ILookup<long, Presence> presences = await GeofenceLog.PresencesAsync(read, tracks, cancellationToken);
        List<TrackerJudgement> judgements = [];
        Dictionary<long, ReportKey> unread = [];
        Dictionary<long, TrackReplay> replays = [];
        foreach (Track track in tracks)
        {
            TrackReplay replay = new(judge, fences.Index, track, stored[track.TrackerId], [.. presences[track.TrackerId]]);
            if (track.Unread is { } from)
            {
                (unread[track.TrackerId], replays[track.TrackerId]) = (from, replay);
            }
            else
            {
                judgements.Add(replay.End(track.Reports, horizon));
            }
        }

        for (int page = FirstPage; unread.Count > 0; page *= 2)
        {
            page = Math.Max(FirstPage, Math.Min(page, MostReports / unread.Count));
            await ReadPageAsync(page);
        }

        return judgements;

        async Task ReadPageAsync(int limit)
        {
            Dictionary<long, List<Fix>> pages = await ReportHistory.FromAsync(read, unread, upTo, limit, cancellationToken);
            foreach ((long trackerId, TrackReplay replay) in replays)
            {
                List<Fix> page = pages.GetValueOrDefault(trackerId, []);
                ReportsRead += page.Count;
                TrackerJudgement? judgement = page.Count == limit ? replay.Take(page) : replay.End(page, horizon);
                if (judgement is null)
                {
                    unread[trackerId] = page[^1].Key.Next();
                    continue;
                }

                replays.Remove(trackerId);
                unread.Remove(trackerId);
                if (!replay.IsEmpty)
                {
                    judgements.Add(judgement);
                }
            }
        }
    }
}
