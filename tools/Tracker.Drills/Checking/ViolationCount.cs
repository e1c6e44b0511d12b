namespace Tracker.Drills.Checking;

/// <summary>Counts the violations of one guarantee and keeps the first in words.</summary>
internal sealed class ViolationCount(string guarantee)
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
