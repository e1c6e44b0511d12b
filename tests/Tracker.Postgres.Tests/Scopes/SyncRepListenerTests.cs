using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

/// <summary>The server's messages follow its <c>lc_messages</c>; the name of the function that reports does not.</summary>
public sealed class SyncRepListenerTests
{
    [Theory]
    [InlineData("WARNING", "01000", "canceling wait for synchronous replication due to user request")]
    [InlineData("WARNUNG", "01000", "storniere Warten auf synchrone Replikation wegen Benutzeraufforderung")]
    [InlineData("WARNUNG", "57P01", "storniere Warten auf synchrone Replikation und beende Verbindung aufgrund von Anweisung des Administrators")]
    public void Interrupted_wait_is_recognized_in_every_language(string severity, string sqlState, string message) =>
        Assert.True(SyncRepListener.IsInterruption(Notice(severity, sqlState, message, "SyncRepWaitForLSN")));

    [Fact]
    public void Other_warning_is_not_an_interrupted_wait() =>
        Assert.False(SyncRepListener.IsInterruption(Notice("WARNING", "01000", "synchronous replication is mentioned by a trigger", "exec_stmt_raise")));

    private static PostgresNotice Notice(string severity, string sqlState, string message, string routine) =>
        new(message, severity, "WARNING", sqlState, "", "", 0, 0, "", "", "", "", "", "", "", "syncrep.c", "1", routine);
}
