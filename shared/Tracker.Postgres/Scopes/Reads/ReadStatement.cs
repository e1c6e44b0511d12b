using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>A query on its way to a server that is not chosen yet.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Parameters">Its parameters; copied for each attempt.</param>
/// <param name="Timeout">Null: the connection's. Zero: none.</param>
internal readonly record struct ReadStatement(string Sql, NpgsqlParameterCollection? Parameters, TimeSpan? Timeout)
{
    /// <summary>A batch of the statement, after others where there are any.</summary>
    public NpgsqlBatch ToBatch(NpgsqlConnection connection, params ReadOnlySpan<NpgsqlBatchCommand> before)
    {
        var batch = new NpgsqlBatch(connection);
        if (Timeout is { } timeout)
        {
            batch.Timeout = (int)Math.Ceiling(timeout.TotalSeconds);
        }

        foreach (NpgsqlBatchCommand command in before)
        {
            batch.BatchCommands.Add(command);
        }

        batch.BatchCommands.Add(ToBatchCommand());
        return batch;
    }

    private NpgsqlBatchCommand ToBatchCommand()
    {
        var command = new NpgsqlBatchCommand(Sql);
        if (Parameters is not null)
        {
            foreach (NpgsqlParameter parameter in Parameters)
            {
                command.Parameters.Add(parameter.Clone());
            }
        }

        return command;
    }
}
