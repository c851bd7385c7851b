using System.Buffers;
using System.Text;
using System.Text.Json;
using Simmer.Cli.Fetching;

namespace Simmer.Cli.Output;

/// <summary>Writes a line of JSON for each URL. Who puts a record waits while the reader of the lines is behind.</summary>
internal sealed class JsonRecords(Stream output)
{
    private const int MostInOneWrite = 1000;

    /// <summary>How many bytes are written by one call, so that a slow reader is seen to read.</summary>
    private const int MostInOneCall = 4096;
    private readonly AsyncQueue<FetchRecord> _records = new(MostInOneWrite);
    private long _written;

    /// <summary>Why no more can be written, if so.</summary>
    internal Exception? Error { get; private set; }

    /// <summary>How many bytes were written; from any thread.</summary>
    internal long Written => Interlocked.Read(ref _written);

    internal Coroutine Put(FetchRecord record) => _records.Put(record);

    /// <summary>No more records come.</summary>
    internal void Complete() => _records.Shutdown();

    /// <summary>Writes records until <see cref="Complete"/>.</summary>
    /// <param name="failed">Called once if nothing more can be written; records are then dropped.</param>
    internal async Coroutine Write(Action failed)
    {
        var lines = new ArrayBufferWriter<byte>(64 * 1024);
        await foreach (FetchRecord first in _records.ReadAll())
        {
            lines.ResetWrittenCount();
            WriteLine(lines, first);
            for (int count = 1; count < MostInOneWrite && _records.TryGet(out FetchRecord? record); count++)
            {
                WriteLine(lines, record);
            }

            if (Error is not null)
            {
                continue;
            }

            try
            {
                await OffLoop.Run(() =>
                {
                    Write(lines.WrittenSpan);
                    return true;
                });
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Error = error;
                failed();
            }
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(bytes.Length, MostInOneCall)..])
        {
            ReadOnlySpan<byte> part = bytes[..Math.Min(bytes.Length, MostInOneCall)];
            output.Write(part);
            Interlocked.Add(ref _written, part.Length);
        }

        output.Flush();
    }

    internal static string ToLine(FetchRecord record)
    {
        var line = new ArrayBufferWriter<byte>();
        WriteLine(line, record);
        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    // The default encoder leaves nothing in a string but printable ASCII: a line is safe even on a terminal.
    private static void WriteLine(ArrayBufferWriter<byte> lines, FetchRecord record)
    {
        using (var json = new Utf8JsonWriter(lines))
        {
            json.WriteStartObject();
            json.WriteString("url"u8, record.Url);
            json.WriteString("final_url"u8, record.FinalUrl);
            WriteNumber(json, "status"u8, record.Status);
            json.WriteNumber("bytes"u8, record.Bytes);
            json.WriteNumber("attempts"u8, record.Attempts);
            if (record.Started is { } started)
            {
                json.WriteString("started"u8, started.UtcDateTime);
            }
            else
            {
                json.WriteNull("started"u8);
            }

            json.WriteStartObject("phases"u8);
            WriteMilliseconds(json, "queued"u8, record.Queued);
            WriteMilliseconds(json, "waited"u8, record.Waited);
            WriteMilliseconds(json, "connect"u8, record.Connect);
            WriteMilliseconds(json, "headers"u8, record.Headers);
            WriteMilliseconds(json, "body"u8, record.Body);
            WriteMilliseconds(json, "total"u8, record.Duration);
            json.WriteEndObject();
            if (record.File is not null)
            {
                json.WriteString("file"u8, record.File);
            }

            json.WriteString("error"u8, record.Failure?.Message);
            json.WriteString("error_kind"u8, record.Failure is { } failure ? NameOf(failure.Kind) : null);
            json.WriteEndObject();
        }

        lines.Write("\n"u8);
    }

    internal static string NameOf(FailureKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteMilliseconds(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? seconds)
    {
        if (seconds is { } known)
        {
            json.WriteNumber(name, Math.Round(known * 1000, 3));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
