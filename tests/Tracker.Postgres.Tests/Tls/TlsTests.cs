using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tracker.Data.Model;

namespace EFCore.ReadWriteSplitting.Tests.Tls;

/// <summary>Both pools and the connections of migrations, against a server with TLS.</summary>
public sealed class TlsTests(TlsServer server) : IClassFixture<TlsServer>
{
    private const string EncryptedSql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    private (string Name, string? Value) Root => ("POSTGRES_SSLROOTCERT", server.Certificates.Root);

    [Fact]
    public async Task Verify_full_accepts_the_right_certificate_in_both_pools_and_in_migrations()
    {
        DatabaseOptions options = server.Options(("POSTGRES_SSLMODE", "verify-full"), Root, ("POSTGRES_CHANNELBINDING", "require"));
        Assert.Equal("true true true", await EncryptedAsync(options));
    }

    [Fact]
    public async Task Disable_uses_plain_text_and_the_default_uses_TLS_where_it_is_offered()
    {
        Assert.Equal("false false false", await EncryptedAsync(server.Options(("POSTGRES_SSLMODE", "disable"))));
        Assert.Equal("true true true", await EncryptedAsync(server.Options()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Verify_full_refuses_a_certificate_for_another_host_which_verify_ca_accepts(bool hosts)
    {
        (string, string?) address = hosts ? ("POSTGRES_HOSTS", $"127.0.0.1:{server.Options().Port}") : ("POSTGRES_SERVER", "127.0.0.1");
        await AssertRefusedAsync("POSTGRES_SSLMODE", server.Options(("POSTGRES_SSLMODE", "verify-full"), Root, address));
        Assert.Equal("true true true", await EncryptedAsync(server.Options(("POSTGRES_SSLMODE", "verify-ca"), Root, address)));
    }

    [Theory]
    [InlineData("verify-full", "POSTGRES_SSLMODE")]
    [InlineData("verify-ca", "POSTGRES_SSLROOTCERT")]
    public async Task Certificate_of_an_unknown_authority_is_refused(string mode, string setting)
    {
        await AssertRefusedAsync(
            setting, server.Options(("POSTGRES_SSLMODE", mode), ("POSTGRES_SSLROOTCERT", server.OtherCertificates.Root)));
        await AssertRefusedAsync(setting, server.Options(("POSTGRES_SSLMODE", mode)));
    }

    [Fact]
    public async Task Authorities_and_certificates_that_only_the_environment_names_are_not_used()
    {
        (string certificate, string key) = server.Certificates.Issue("certified");
        (string Name, string Value)[] names = [("PGSSLROOTCERT", server.Certificates.Root), ("PGSSLCERT", certificate), ("PGSSLKEY", key)];
        Array.ForEach(names, one => Environment.SetEnvironmentVariable(one.Name, one.Value));
        try
        {
            await AssertRefusedAsync("POSTGRES_SSLMODE", server.Options(("POSTGRES_SSLMODE", "verify-full")));
            await AssertRefusedAsync("POSTGRES_SSLCERT", server.Options(("POSTGRES_USER", "certified"), ("POSTGRES_SSLMODE", "verify-full"), Root));
        }
        finally
        {
            Array.ForEach(names, one => Environment.SetEnvironmentVariable(one.Name, null));
        }
    }

    [Fact]
    public async Task Server_that_requires_a_client_certificate_gets_the_right_one_only()
    {
        (string, string?)[] user = [("POSTGRES_USER", "certified"), ("POSTGRES_SSLMODE", "verify-full"), Root];
        (string certificate, string key) = server.Certificates.Issue("certified");
        Assert.Equal("true true true", await EncryptedAsync(server.Options([.. user, ("POSTGRES_SSLCERT", certificate), ("POSTGRES_SSLKEY", key)])));
        await AssertRefusedAsync("POSTGRES_SSLCERT", server.Options(user));

        (string foreign, string foreignKey) = server.OtherCertificates.Issue("certified");
        DatabaseOptions strange = server.Options([.. user, ("POSTGRES_SSLCERT", foreign), ("POSTGRES_SSLKEY", foreignKey), ("DATABASE_RETRY_DEADLINE", "2s")]);
        await using Database database = Open(strange);
        Assert.All(
            [
                await Record.ExceptionAsync(() => database.WriteAsync(CancellationToken.None)),
                await Record.ExceptionAsync(() => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)),
                await Record.ExceptionAsync(() => MigrationAsync(strange)),
            ],
            // With TLS 1.3 the server refuses after the handshake. Its alert is lost if it closes the connection while something is unread.
            error => Assert.True(error is InvalidSettingException { Setting: "POSTGRES_SSLCERT" } or DatabaseUnavailableException, $"{error}"));
    }

    [Theory]
    [InlineData("require")]
    [InlineData("verify-ca")]
    [InlineData("verify-full")]
    public async Task Server_that_stopped_TLS_is_refused(string mode)
    {
        DatabaseOptions options = server.Options([("POSTGRES_SSLMODE", mode), .. mode == "require" ? Array.Empty<(string, string?)>() : [Root]]);
        await server.SwitchAsync(on: false);
        try
        {
            await Eventually.TrueAsync(async () => await EncryptedAsync(server.Options()) == "false false false", "the server has stopped TLS");
            await AssertRefusedAsync("POSTGRES_SSLMODE", options);
        }
        finally
        {
            await server.SwitchAsync(on: true);
            await Eventually.TrueAsync(async () => await EncryptedAsync(server.Options()) == "true true true", "the server offers TLS again");
        }
    }

    [Fact]
    public async Task Server_that_requires_TLS_refuses_plain_text_with_the_setting_to_change() =>
        await AssertRefusedAsync("POSTGRES_SSLMODE", server.Options(("POSTGRES_USER", "certified"), ("POSTGRES_SSLMODE", "disable")));

    private static async Task AssertRefusedAsync(string setting, DatabaseOptions options)
    {
        await using Database database = Open(options);
        InvalidSettingException write = await Assert.ThrowsAsync<InvalidSettingException>(() => database.WriteAsync(CancellationToken.None));
        InvalidSettingException read = await Assert.ThrowsAsync<InvalidSettingException>(() => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None));
        InvalidSettingException migration = await Assert.ThrowsAsync<InvalidSettingException>(() => MigrationAsync(options));
        Assert.Equal([setting, setting, setting], [write.Setting, read.Setting, migration.Setting]);
    }

    // Of the write pool, the read pool, and a connection as migrations use it.
    private static async Task<string> EncryptedAsync(DatabaseOptions options)
    {
        await using Database database = Open(options);
        await using WriteScope write = await database.WriteAsync(CancellationToken.None);
        await using NpgsqlCommand ofWrite = write.Command(EncryptedSql);
        bool written = (bool)(await ofWrite.ExecuteScalarAsync())!;
        bool read = await database.ReadAsync(
            ReadConsistency.Eventual,
            async (scope, token) =>
            {
                await using ReadCommand ofRead = scope.Command(EncryptedSql);
                return (bool)(await ofRead.ExecuteScalarAsync(token))!;
            },
            CancellationToken.None);
        return $"{written} {read} {await MigrationAsync(options)}".ToLowerInvariant();
    }

    private static async Task<bool> MigrationAsync(DatabaseOptions options)
    {
        bool encrypted = false;
        await using NpgsqlDataSource source = PrimaryConnection.Open(options);
        await new PrimaryRetry(options, TimeProvider.System).RunAsync(
            async token =>
            {
                await using NpgsqlCommand command = source.CreateCommand(EncryptedSql);
                encrypted = (bool)(await command.ExecuteScalarAsync(token))!;
            },
            CancellationToken.None);
        return encrypted;
    }

    private static Database Open(DatabaseOptions options) => new(options, TrackerContext.Pool(), TimeProvider.System, NullLogger<Database>.Instance);
}
