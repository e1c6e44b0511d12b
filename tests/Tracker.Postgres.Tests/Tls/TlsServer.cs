using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EFCore.ReadWriteSplitting.Configuration;
using Npgsql;
using Tracker.Tests.Framework;

namespace EFCore.ReadWriteSplitting.Tests.Tls;

/// <summary>
/// One PostgreSQL server with TLS, whose certificate is for <c>localhost</c>, not for its address. The user <c>certified</c> must show a
/// certificate of the same authority.
/// </summary>
public sealed class TlsServer : IServerFixture
{
    private const string Bin = "/usr/lib/postgresql/15/bin/";
    private const string Password = "tls-test";
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-tls-").FullName;
    private Process? _server;
    private int _port;

    internal TestCertificates Certificates { get; private set; } = null!;

    internal TestCertificates OtherCertificates { get; private set; } = null!;

    /// <summary>The settings by which a service finds it.</summary>
    public DatabaseOptions Options(params (string Name, string? Value)[] settings)
    {
        Dictionary<string, string?> all = new(StringComparer.Ordinal)
        {
            ["POSTGRES_SERVER"] = "localhost",
            ["POSTGRES_PORT"] = $"{_port}",
            ["POSTGRES_READ_PORT"] = $"{_port}",
            ["POSTGRES_USER"] = "postgres",
            ["POSTGRES_PASSWORD"] = Password,
            ["POSTGRES_DB"] = "postgres",
            ["DATABASE_RETRY_DEADLINE"] = "10s",
        };
        foreach ((string name, string? value) in settings)
        {
            all[name] = value;
        }

        return DatabaseSettings.Read(all.GetValueOrDefault, "tls");
    }

    public async Task InitializeAsync()
    {
        Skip.IfNot(File.Exists(Bin + "postgres"), "PostgreSQL is not installed.");
        Certificates = new TestCertificates(Create("good"), "authority");
        OtherCertificates = new TestCertificates(Create("other"), "stranger");
        (string certificate, string key) = Certificates.Issue("localhost");
        string data = Path.Combine(_folder, "data");
        string password = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, Password);
        File.Copy(certificate, Path.Combine(_folder, "server.crt"));
        File.Copy(key, Path.Combine(_folder, "server.key"));
        await OwnAsync();
        await RunAsync("chmod", "600", Path.Combine(_folder, "server.key"));
        await RunAsync(Bin + "initdb", "-D", data, "-U", "postgres", "--auth=scram-sha-256", $"--pwfile={password}", "--no-sync", "--no-locale", "-E", "UTF8");
        await File.WriteAllTextAsync(
            Path.Combine(data, "pg_hba.conf"), "hostssl all certified all scram-sha-256 clientcert=verify-ca\nhostnossl all certified all reject\nhost all all all scram-sha-256\n");
        _port = FreePort();
        await File.AppendAllTextAsync(Path.Combine(data, "postgresql.conf"), $"""

            fsync = off
            logging_collector = on
            ssl = on
            ssl_cert_file = '{_folder}/server.crt'
            ssl_key_file = '{_folder}/server.key'
            ssl_ca_file = '{Certificates.Root}'

            """);
        _server = Process.Start(Command(Bin + "postgres", "-D", data, "-h", "127.0.0.1", "-p", $"{_port}", "-k", _folder))!;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return await ExecuteAsync($"DROP ROLE IF EXISTS certified; CREATE ROLE certified LOGIN PASSWORD '{Password}'; GRANT pg_monitor TO certified");
                }
                catch (NpgsqlException)
                {
                    return false;
                }
            },
            "the server with TLS answers");
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            // SIGQUIT: at once.
            await RunAsync("/bin/kill", "-QUIT", $"{_server.Id}");
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Certificates?.Dispose();
        OtherCertificates?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Turns TLS off or on, for new connections.</summary>
    internal async Task SwitchAsync(bool on)
    {
        await ExecuteAsync($"ALTER SYSTEM SET ssl = {(on ? "on" : "off")}");
        await ExecuteAsync("SELECT pg_reload_conf()");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Create(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    private async Task<bool> ExecuteAsync(string sql)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"Host=localhost;Port={_port};Username=postgres;Password={Password};Pooling=false");
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
        return true;
    }

    // PostgreSQL refuses to run as root.
    private async Task OwnAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using Process own = Process.Start("chown", ["-R", "postgres:postgres", _folder]);
            await own.WaitForExitAsync();
        }
    }

    private ProcessStartInfo Command(string program, params string[] arguments)
    {
        ProcessStartInfo start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid", "postgres", "--regid", "postgres", "--init-groups", "--", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = _folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(Command(program, arguments))!;
        string output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}");
    }
}
