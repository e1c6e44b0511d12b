using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Connections;

public sealed class SlowCommandTests
{
    private static readonly NpgsqlException TimedOut = new("Exception while reading from stream", new TimeoutException());

    [Fact]
    public void Command_that_timed_out_is_recognized_however_the_error_is_wrapped()
    {
        Assert.True(SlowCommand.Is(TimedOut));
        Assert.True(SlowCommand.Is(new DbUpdateException("saving failed", TimedOut)));
        Assert.True(SlowCommand.Is(new InvalidOperationException("likely transient", new DbUpdateException("saving failed", TimedOut))));
    }

    [Fact]
    public void Error_of_another_scope_is_no_command_of_this_one_that_timed_out()
    {
        var unavailable = new DatabaseUnavailableException(ScopeKind.Write, 3, TimeSpan.FromSeconds(30), TimedOut);
        Assert.False(SlowCommand.Is(unavailable));
        Assert.False(SlowCommand.Is(new InvalidOperationException("the job failed", unavailable)));
        Assert.False(SlowCommand.Is(new CommitOutcomeUnknownException(TimedOut)));
    }
}
