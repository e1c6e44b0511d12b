using GeofenceProcessor.Indexing;
using GeofenceProcessor.Judging;
using GeofenceProcessor.Replaying;
using Tracker.Data.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Rejudging;

/// <summary>
/// What changes of fences can touch. Pure; nothing is forgotten, and hardly anything is in it that stays as it is.
/// </summary>
/// <remarks>
/// <para>The fences of a tracker are judged each for itself, so only events of the changed ones can change. What they said
/// before stands in the log: a tracker with an event of such a fence since the change, or inside of it now, is judged anew
/// from the change on (<see cref="TouchedTrackers"/>). Margins, dwells and exits need no look at the way: they belong to
/// visits, which are told.</para>
/// <para>Any other tracker has been outside all along. Something new can be told of it only from where it stands in the area
/// of a version while that is valid, or goes through it where crossings count: it is judged anew from that report on.</para>
/// </remarks>
internal sealed class FenceReach
{
    private readonly FenceIndex _fences;
    private readonly FenceJudge _judge;
    private readonly IReadOnlyDictionary<long, DateTime> _since;
    private readonly List<IndexedVersion> _found = [];

    /// <param name="fences">All fences, as they are now.</param>
    /// <param name="judge">Says which reports decide.</param>
    /// <param name="since">The changed ones, and the earliest event time that each change can alter.</param>
    public FenceReach(FenceIndex fences, FenceJudge judge, IReadOnlyDictionary<long, DateTime> since)
    {
        (_fences, _judge, _since) = (fences, judge, since);
        Since = since.Values.DefaultIfEmpty(FenceVersion.Always.To).Min();
        IndexedVersion[] versions =
        [
            .. since.SelectMany(change => fences[change.Key].Versions
                .Where(indexed => indexed.Version.ValidTo > change.Value && indexed.Version.ValidTo > indexed.Version.ValidFrom)),
        ];
        Boxes = FewBoxes.Around([.. versions.SelectMany(version => version.Area.Boxes)]);
        AnyCrossings = Array.Exists(versions, version => version.Version.Terms.Crossings);
        Trackers = Array.Exists(versions, version => version.Version.TrackerIds is null)
            ? null
            : versions.SelectMany(version => version.Version.TrackerIds!).ToHashSet();
    }

    /// <summary>The changed fences.</summary>
    public IEnumerable<long> FenceIds => _since.Keys;

    /// <summary>The earliest event time that differs, UTC.</summary>
    public DateTime Since { get; }

    /// <summary>A few boxes that hold all areas; none where none is valid any more.</summary>
    public IReadOnlyList<Box> Boxes { get; }

    /// <summary>Whether a way through the boxes counts, too.</summary>
    public bool AnyCrossings { get; }

    /// <summary>Those that the fences are for; null for all.</summary>
    public IReadOnlySet<long>? Trackers { get; }

    /// <summary>The part of a track, of a tracker that was outside all along, that begins with the first report that something can be told of; null where there is none.</summary>
    public Track? Narrow(Track track)
    {
        Fix? before = null;
        Fix? standing = track.Previous;
        foreach (Fix report in track.Reports)
        {
            if (!_judge.Decides(report))
            {
                continue;
            }

            if (standing is { } place && Touches(track.TrackerId, before, place, report.RecordedAt))
            {
                return From(track, before, place);
            }

            (before, standing) = (standing, report);
        }

        return standing is { } last && Touches(track.TrackerId, before, last, FenceVersion.Always.To) ? From(track, before, last) : null;
    }

    private static Track From(Track track, Fix? before, Fix first) => before is null
        ? track
        : new Track(track.TrackerId, before, [.. track.Reports.SkipWhile(report => report.Key < first.Key)]);

    // The tracker came from where it was before and stands at the report's place until the next one.
    private bool Touches(long trackerId, Fix? before, in Fix report, DateTime until)
    {
        Place place = new(report);
        _found.Clear();
        _fences.Find(new Box(place.Longitude, place.Latitude, place.Longitude, place.Latitude), _found);
        foreach (IndexedVersion version in _found)
        {
            if (IsMeant(version, trackerId, until) && version.Version.ValidFrom <= until && version.Version.ValidTo > report.RecordedAt
                && version.Decides(place) && version.Area.Holds(place))
            {
                return true;
            }
        }

        return AnyCrossings && before is { } from && Crosses(trackerId, new Place(from), place, report.RecordedAt);
    }

    private bool Crosses(long trackerId, in Place from, in Place to, DateTime moment)
    {
        _found.Clear();
        foreach (Box box in FenceArea.BoxesOfWay(from, to))
        {
            _fences.FindCrossable(box, _found);
        }

        foreach (IndexedVersion version in _found)
        {
            if (IsMeant(version, trackerId, moment) && version.Version.IsValidAt(moment) && version.Area.IsCrossed(from, to))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsMeant(IndexedVersion version, long trackerId, DateTime until) =>
        _since.TryGetValue(version.Fence.Id, out DateTime since) && since <= until && version.Version.TrackerIds?.Contains(trackerId) != false;
}
