using EFCore.ReadWriteSplitting.Schema;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Schema;

[Collection(OnCluster.Name)]
public sealed class UnitsOfWorkScriptTests(ClusterFixture fixture)
{
    [Fact]
    public async Task UnitsOfWork_script_can_run_twice()
    {
        await using NpgsqlConnection connection = new(fixture.WriteConnectionString);
        await connection.OpenAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync("CREATE SCHEMA empty; SET LOCAL search_path = empty");
        await ExecuteAsync(SchemaScripts.UnitsOfWork);
        await ExecuteAsync("INSERT INTO units_of_work (id) VALUES (gen_random_uuid())");

        await ExecuteAsync(SchemaScripts.UnitsOfWork);

        await using var count = new NpgsqlCommand("SELECT count(*) FROM empty.units_of_work", connection, transaction);
        Assert.Equal(1L, await count.ExecuteScalarAsync());

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync();
        }
    }
}
