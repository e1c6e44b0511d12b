namespace Tracker.Drills.Checking;

/// <summary>Counts the violations of a guarantee and keeps descriptions of the first ones.</summary>
internal sealed class ViolationCounter(string guarantee)
{
    private const int ExamplesKept = 3;
    private readonly List<string> _examples = [];

    public int Count { get; private set; }

    public IReadOnlyList<string> Examples => _examples;

    public void Add(string example)
    {
        Count++;
        if (_examples.Count < ExamplesKept)
        {
            _examples.Add($"{guarantee}: {example}");
        }
    }
}
