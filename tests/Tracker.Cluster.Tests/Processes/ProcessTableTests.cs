using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Tests.Processes;

public sealed class ProcessTableTests
{
    [Fact]
    public void A_name_with_parentheses_and_spaces_does_not_shift_the_fields()
    {
        ProcessEntry entry = ProcessTable.Parse("77 (a) b (c)) S 5 77 70 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 123456 1 1");
        Assert.Equal(new ProcessEntry(77, 'S', 5, 70, 123456), entry);
    }

    [Fact]
    public void The_current_process_is_alive_and_identified_by_its_start_time()
    {
        ProcessIdentity self = ProcessTable.Find(Environment.ProcessId)!.Identity;
        Assert.True(self.IsAlive);
        Assert.False((self with { StartTicks = self.StartTicks + 1 }).IsAlive);
    }

    [Fact]
    public void A_large_log_is_rotated_and_its_last_lines_can_be_read()
    {
        string log = Path.GetTempFileName();
        File.WriteAllText(log, string.Join('\n', Enumerable.Range(1, 100)));
        LogFile.Rotate(log);
        Assert.EndsWith($"99{Environment.NewLine}100", LogFile.Tail(log, 2), StringComparison.Ordinal);

        File.WriteAllText(log, new string('x', 20_000_001));
        LogFile.Rotate(log);
        Assert.Equal(0, new FileInfo(log).Length);
        Assert.Equal(20_000_001, new FileInfo(log + ".1").Length);
        File.Delete(log);
        File.Delete(log + ".1");
    }
}
