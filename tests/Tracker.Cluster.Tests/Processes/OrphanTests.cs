using System.Diagnostics;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Tests.Processes;

public sealed class OrphanTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tracker-leftovers-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_recorded_process_is_stopped_by_the_next_supervisor()
    {
        ProcessDirectory directory = new(_root);
        using Process child = ProcessLauncher.Start(Sleep(), directory.RecordFile("worker"));
        await Condition.WaitAsync(
            "No record was written",
            TimeSpan.FromSeconds(10),
            _ => Task.FromResult(directory.Running("worker") is null ? "none yet" : null),
            CancellationToken.None);
        await using Supervisor supervisor = await Supervisor.StartAsync(directory, new Progress<string>());
        await child.WaitForExitAsync();
        Assert.Empty(directory.Records());
    }

    [Fact]
    public async Task A_record_whose_pid_was_reused_affects_no_process()
    {
        ProcessDirectory directory = new(_root);
        ProcessIdentity self = ProcessTable.Find(Environment.ProcessId)!.Identity;
        using Process bystander = Process.Start("sleep", ["600"]);
        ProcessIdentity other = ProcessTable.Find(bystander.Id)!.Identity;
        await File.WriteAllTextAsync(directory.RecordFile("worker"), $"{other.Pid} {other.StartTicks - 1} {other.BootId}");
        Assert.Null(directory.Running("worker"));
        Assert.False((other with { StartTicks = other.StartTicks - 1 }).Signal(ProcessSignal.Kill));
        Assert.False((other with { BootId = "an earlier boot" }).Signal(ProcessSignal.Kill));
        await using (await Supervisor.StartAsync(directory, new Progress<string>()))
            Assert.True(other.IsAlive && self.IsAlive);

        Assert.True(other.Signal(ProcessSignal.Kill));
        await bystander.WaitForExitAsync();
        Assert.False(other.Signal(ProcessSignal.Kill));
    }

    [Fact]
    public async Task A_record_that_is_deleted_while_it_is_read_names_no_process()
    {
        ProcessDirectory directory = new(_root);
        string record = directory.RecordFile("worker");
        Task written = Task.Run(() =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                File.WriteAllText(record, "1 1 another-boot");
                File.Delete(record);
            }
        });
        while (!written.IsCompleted)
            Assert.Null(directory.Running("worker"));
        await written;
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("one two three")]
    public void A_truncated_record_names_no_process(string record) => Assert.Null(ProcessIdentity.Parse(record));

    private ProcessSpec Sleep() => new()
    {
        Name = "worker",
        Executable = "sleep",
        Arguments = ["600"],
        WorkingDirectory = "/",
        LogFile = Path.Combine(_root, "worker.log"),
    };
}
