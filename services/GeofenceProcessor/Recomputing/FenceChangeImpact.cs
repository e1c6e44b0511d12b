using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Replaying;
using Tracker.Data.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Recomputing;

/// <summary>Determines what changes of fences can affect. Pure. Never misses an affected tracker, and includes few others.</summary>
/// <remarks>
/// <para>Fences are judged independently of each other, so only events of the changed fences can change. A tracker that has
/// an event of such a fence since the change, or is inside it now, is recomputed from the change on (<see
/// cref="AffectedTrackers"/>). Margins, dwells and exits need no search by location: they belong to visits, which have
/// events.</para>
/// <para>Any other tracker has been outside all along. It can only have a new event where it is in the area of a version
/// while that version is valid, or passes through it if crossings are enabled. It is recomputed from that report on.</para>
/// </remarks>
internal sealed class FenceChangeImpact
{
    private readonly FenceIndex _fences;
    private readonly FenceJudge _judge;
    private readonly IReadOnlyDictionary<long, DateTime> _since;
    private readonly List<IndexedVersion> _found = [];

    /// <param name="fences">All current fences.</param>
    /// <param name="judge">Decides which reports are accurate enough.</param>
    /// <param name="since">The changed fences, with the earliest event time that each change can affect.</param>
    public FenceChangeImpact(FenceIndex fences, FenceJudge judge, IReadOnlyDictionary<long, DateTime> since)
    {
        (_fences, _judge, _since) = (fences, judge, since);
        Since = since.Values.DefaultIfEmpty(FenceVersion.Always.To).Min();
        IndexedVersion[] versions =
        [
            .. since.SelectMany(change => fences[change.Key].Versions
                .Where(indexed => indexed.Version.ValidTo > change.Value && indexed.Version.ValidTo > indexed.Version.ValidFrom)),
        ];
        Boxes = BoxCover.Of([.. versions.SelectMany(version => version.Area.Boxes)]);
        AnyCrossings = Array.Exists(versions, version => version.Version.Terms.Crossings);
        Trackers = Array.Exists(versions, version => version.Version.TrackerIds is null)
            ? null
            : versions.SelectMany(version => version.Version.TrackerIds!).ToHashSet();
    }

    /// <summary>The ids of the changed fences.</summary>
    public IEnumerable<long> FenceIds => _since.Keys;

    /// <summary>The earliest event time that can differ, UTC.</summary>
    public DateTime Since { get; }

    /// <summary>A few boxes that cover all areas; empty if no version is valid any more.</summary>
    public IReadOnlyList<Box> Boxes { get; }

    /// <summary>Whether a leg through the boxes counts as well.</summary>
    public bool AnyCrossings { get; }

    /// <summary>The trackers that the fences apply to; null for all.</summary>
    public IReadOnlySet<long>? Trackers { get; }

    /// <summary>
    /// For a tracker that was outside all along: the part of its track from the first report that can have a new event;
    /// null if there is none.
    /// </summary>
    public Track? Narrow(Track track)
    {
        Fix? before = null;
        Fix? standing = track.Previous;
        foreach (Fix report in track.Reports)
        {
            if (!_judge.IsAccurateEnough(report))
            {
                continue;
            }

            if (standing is { } point && Touches(track.TrackerId, before, point, report.RecordedAt))
            {
                return From(track, before, point);
            }

            (before, standing) = (standing, report);
        }

        return standing is { } last && Touches(track.TrackerId, before, last, FenceVersion.Always.To) ? From(track, before, last) : null;
    }

    private static Track From(Track track, Fix? before, Fix first) => before is null
        ? track
        : new Track(track.TrackerId, before, [.. track.Reports.SkipWhile(report => report.Key < first.Key)]);

    // The tracker came from its previous report and stays at this one until the next.
    private bool Touches(long trackerId, Fix? before, in Fix report, DateTime until)
    {
        PreparedPoint point = new(report);
        _found.Clear();
        _fences.Find(new Box(point.Longitude, point.Latitude, point.Longitude, point.Latitude), _found);
        foreach (IndexedVersion version in _found)
        {
            if (IsMeant(version, trackerId, until) && version.Version.ValidFrom <= until && version.Version.ValidTo > report.RecordedAt
                && version.IsAccurateEnough(point) && version.Area.Contains(point))
            {
                return true;
            }
        }

        return AnyCrossings && before is { } from && Crosses(trackerId, new PreparedPoint(from), point, report.RecordedAt);
    }

    private bool Crosses(long trackerId, in PreparedPoint from, in PreparedPoint to, DateTime moment)
    {
        _found.Clear();
        foreach (Box box in FenceArea.BoxesOfLeg(from, to))
        {
            _fences.FindCrossable(box, _found);
        }

        foreach (IndexedVersion version in _found)
        {
            if (IsMeant(version, trackerId, moment) && version.Version.IsValidAt(moment) && version.Area.IsCrossedBy(from, to))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMeant(IndexedVersion version, long trackerId, DateTime until) =>
        _since.TryGetValue(version.Fence.Id, out DateTime since) && since <= until && version.Version.TrackerIds?.Contains(trackerId) != false;
}
