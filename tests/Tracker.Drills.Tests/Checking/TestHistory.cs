using Tracker.Drills.Checking;
using Tracker.Drills.Histories;

namespace Tracker.Drills.Tests.Checking;

/// <summary>A history made by hand, written to a file and checked from there.</summary>
internal sealed class TestHistory : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly HistoryWriter _writer;

    public TestHistory() => _writer = new HistoryWriter(_path);

    public TestHistory Append(int session, int key, long value, AppendOutcome outcome = AppendOutcome.Acknowledged)
    {
        _writer.Append(session, key, value, outcome);
        return this;
    }

    public TestHistory Read(int session, params (int Key, long[] Values)[] lists)
    {
        _writer.Read(session, lists);
        return this;
    }

    public TestHistory Refusal(int session)
    {
        _writer.Refusal(session);
        return this;
    }

    public TestHistory Final(int key, params long[] values)
    {
        _writer.Final(key, values);
        return this;
    }

    public SessionVerdict Check()
    {
        _writer.Dispose();
        return SessionChecker.Check(_path);
    }

    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(_path);
    }
}
