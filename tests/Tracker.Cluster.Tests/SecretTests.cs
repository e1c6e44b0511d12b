using Tracker.Cluster.Configuration;

namespace Tracker.Cluster.Tests;

[Collection("cluster")]
public sealed class SecretTests(ClusterFixture fixture)
{
    [Fact]
    public async Task No_password_appears_in_a_command_line_or_a_log()
    {
        LocalCluster cluster = await fixture.HealthyAsync();
        string[] passwords = Passwords(cluster.Credentials);
        List<string> exposed = [];
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(directory => int.TryParse(Path.GetFileName(directory), out _)))
            Look(Path.Combine(process, "cmdline"));
        foreach (string log in Directory.EnumerateFiles(Path.Combine(cluster.Options.StateDirectory, "logs")))
            Look(log);
        Look(cluster.Processes.SupervisorLog);
        Assert.Empty(exposed);

        void Look(string file)
        {
            try
            {
                using StreamReader reader = new(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
                string text = reader.ReadToEnd();
                if (passwords.Any(password => text.Contains(password, StringComparison.Ordinal)))
                    exposed.Add(file);
            }
            catch (IOException)
            {
                // a process that ended meanwhile, or a log that was never written
            }
        }
    }

    [Fact]
    public async Task Files_with_secrets_are_accessible_only_to_their_owner()
    {
        LocalCluster cluster = await fixture.HealthyAsync();
        string[] passwords = Passwords(cluster.Credentials);
        ClusterLayout layout = new(cluster.Options.StateDirectory);
        string[] holders = [.. new[] { layout.State, layout.Data }
            .SelectMany(
                directory => Directory.EnumerateFiles(
                    directory, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }))
            .Where(
                file => Path.GetExtension(file) != ".lock"
                    && passwords.Any(password => File.ReadAllText(file).Contains(password, StringComparison.Ordinal)))];
        Assert.NotEmpty(holders);
        Assert.All(holders, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    private static string[] Passwords(ClusterCredentials credentials) =>
    [
        credentials.Superuser, credentials.Replicator, credentials.Rewind, credentials.Writer, credentials.Reader,
        credentials.PgBouncerStats, credentials.Patroni, credentials.ProxyStats,
    ];
}
