using System.Buffers.Text;

namespace Imara.Boot.Audit.Reading;

/// <summary>Reads <c>type=SYSCALL</c> records. They only add to what integrity records say, so one that cannot be read is passed over.</summary>
internal static class SystemCallReader
{
    private static readonly Dictionary<(uint Arch, int Number), AccessWays> Ways = new()
    {
        // x86_64
        [(0xc000003e, 2)] = AccessWays.Open,
        [(0xc000003e, 85)] = AccessWays.Open,
        [(0xc000003e, 257)] = AccessWays.Open,
        [(0xc000003e, 437)] = AccessWays.Open,
        [(0xc000003e, 304)] = AccessWays.Open,
        [(0xc000003e, 59)] = AccessWays.Execute,
        [(0xc000003e, 322)] = AccessWays.Execute,
        [(0xc000003e, 9)] = AccessWays.Map,
        [(0xc000003e, 10)] = AccessWays.Map,
        [(0xc000003e, 329)] = AccessWays.Map,
        [(0xc000003e, 313)] = AccessWays.Module,
        [(0xc000003e, 320)] = AccessWays.Kexec,

        // aarch64
        [(0xc00000b7, 56)] = AccessWays.Open,
        [(0xc00000b7, 437)] = AccessWays.Open,
        [(0xc00000b7, 265)] = AccessWays.Open,
        [(0xc00000b7, 221)] = AccessWays.Execute,
        [(0xc00000b7, 281)] = AccessWays.Execute,
        [(0xc00000b7, 222)] = AccessWays.Map,
        [(0xc00000b7, 226)] = AccessWays.Map,
        [(0xc00000b7, 288)] = AccessWays.Map,
        [(0xc00000b7, 273)] = AccessWays.Module,
        [(0xc00000b7, 294)] = AccessWays.Kexec,
    };

    /// <summary>Reads the fields; null if they do not say whether the call succeeded.</summary>
    public static SystemCallRecord? Read(DateTimeOffset time, ulong serial, ReadOnlySpan<byte> text)
    {
        bool? success = null;
        var arch = 0u;
        var number = -1;
        var executable = default(ByteString);
        var enriched = text.IndexOf((byte)0x1d);
        var fields = new AuditFieldReader(enriched < 0 ? text : text[..enriched]);
        while (fields.TryRead(out var field, out _))
        {
            if (field.Key.SequenceEqual("success"u8))
            {
                success = field.Value.SequenceEqual("yes"u8) ? true : field.Value.SequenceEqual("no"u8) ? false : null;
            }
            else if (field.Key.SequenceEqual("arch"u8))
            {
                _ = Utf8Parser.TryParse(field.Value, out arch, out _, 'x');
            }
            else if (field.Key.SequenceEqual("syscall"u8))
            {
                number = Utf8Parser.TryParse(field.Value, out int value, out var used) && used == field.Value.Length ? value : -1;
            }
            else if (field.Key.SequenceEqual("exe"u8))
            {
                _ = field.TryDecode(out executable);
            }
        }

        return success is { } known ? new SystemCallRecord(time, serial, known, Ways.GetValueOrDefault((arch, number), AccessWays.Other), executable) : null;
    }
}
