using EFCore.ReadWriteSplitting.Scopes;
using GeofenceProcessor.Fences;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Replaying;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace GeofenceProcessor;

/// <summary>Judges tracks in a snapshot. Reads the reports page by page: memory is bounded regardless of history length.</summary>
internal sealed class TrackJudge(FenceJudge judge, FenceSnapshot fences, long upTo)
{
    // A late report usually changes little, so the first page is small. The maximum is shared by the tracks that are still being read.
    private const int FirstPage = 100;
    private const int MostReports = 50_000;

    /// <summary>The number of reports read page by page.</summary>
    public int ReportsRead { get; private set; }

    /// <summary>Returns the changes up to a judging limit. Trackers without reports are omitted.</summary>
    public async Task<List<TrackerJudgement>> JudgeAsync(ReadScope read, IReadOnlyCollection<Track> tracks, DateTime judgingLimit, CancellationToken cancellationToken)
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
                judgements.Add(replay.Finish(track.Reports, judgingLimit));
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
                TrackerJudgement? judgement = page.Count == limit ? replay.Continue(page) : replay.Finish(page, judgingLimit);
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
