namespace Tracker.Cli.Drills;

/// <summary>Runs a drill. An interrupted drill deletes its cluster, unlike <c>up</c>.</summary>
internal static class DrillRun
{
    public static async Task<int> RunAsync(Func<Task<int>> drill)
    {
        try
        {
            return await drill();
        }
        catch (OperationCanceledException interrupted)
        {
            throw new CliException("Interrupted. The drill's cluster was stopped and deleted.", interrupted);
        }
    }
}
