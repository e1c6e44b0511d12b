namespace Tracker.Drills.Visibility;

/// <summary>The sightings on one server in order. On one server, values never decrease.</summary>
internal sealed class ServerSightings
{
    private readonly List<Sighting> _sightings = [];

    public int Count => _sightings.Count;

    public void Add(Sighting sighting) => _sightings.Add(sighting);

    /// <summary>The first sighting that shows a round's commit; null if none does.</summary>
    public Sighting? Showing(long round, Func<Sighting, long> value)
    {
        int index = IndexOf(round, value);
        return index < _sightings.Count ? _sightings[index] : null;
    }

    /// <summary>The last sighting that does not show the commit; null if all do.</summary>
    public Sighting? Lacking(long round, Func<Sighting, long> value)
    {
        int index = IndexOf(round, value);
        return index > 0 ? _sightings[index - 1] : null;
    }

    /// <summary>Whether a sighting shows one commit of a round but not the other.</summary>
    public bool ShowsAlone(long round, Func<Sighting, long> value, Func<Sighting, long> other) =>
        IndexOf(round, value) < IndexOf(round, other);

    private int IndexOf(long round, Func<Sighting, long> value)
    {
        (int low, int high) = (0, _sightings.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = value(_sightings[middle]) >= round ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
