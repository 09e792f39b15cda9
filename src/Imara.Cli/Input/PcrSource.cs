using Imara.Cli.Output;
using Imara.Measurements.Replay;

namespace Imara.Cli.Input;

/// <summary>The values of `--pcrs`: files that tools write, or a directory laid out as in sysfs.</summary>
/// <remarks>docs/reference/measurement-list.md 14.</remarks>
internal static class PcrSource
{
    private const int FileCap = 16 << 20;

    /// <summary>Reads all sources; they may repeat each other but not differ.</summary>
    /// <param name="sources">As given: <c>FILE</c>, <c>DIR</c>, or either behind <c>ALGO,</c>.</param>
    /// <param name="report">Takes the reason if a source cannot be used.</param>
    /// <param name="values">All values; null if there is no source.</param>
    public static bool TryRead(IReadOnlyList<string> sources, Report report, out PcrValues? values)
    {
        values = null;
        foreach (var source in sources)
        {
            var (bank, path) = Split(source);
            var isRead = Directory.Exists(path)
                ? TryReadDirectory(path, bank, report, out var read)
                : TryReadFile(path, bank, report, out read);
            if (!isRead)
            {
                return false;
            }

            values ??= new PcrValues();
            if (!values.TryMerge(read))
            {
                report.Error($"{path}: other values than those given before");
                return false;
            }
        }

        return true;
    }

    private static (HashAlgo? Bank, string Path) Split(string source)
    {
        var comma = source.IndexOf(',');
        return comma > 0 && HashAlgos.TryParse(source.AsSpan(0, comma), out var bank) ? (bank, source[(comma + 1)..]) : (null, source);
    }

    private static bool TryReadFile(string path, HashAlgo? bank, Report report, out PcrValues values)
    {
        values = new PcrValues();
        if (!InputFile.TryRead(path, FileCap, report, out var content))
        {
            return false;
        }

        if (!PcrValuesReader.TryRead(content.Span, bank, out values, out var error))
        {
            report.Error($"{InputFile.NameOf(path)}: {error}");
            return false;
        }

        return true;
    }

    // Either the device's directory with one of pcr-ALGO for each bank, or one of these.
    private static bool TryReadDirectory(string path, HashAlgo? bank, Report report, out PcrValues values)
    {
        values = new PcrValues();
        foreach (var child in Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal))
        {
            if (PcrValuesReader.TryParseSysfsDirectory(Path.GetFileName(child), out var algo) && (bank is null || bank == algo)
                && !TryReadBank(child, algo, report, values))
            {
                return false;
            }
        }

        if (values.IsEmpty)
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
            var own = bank ?? (PcrValuesReader.TryParseSysfsDirectory(name, out var algo) ? algo : null);
            if (own is { } known && !TryReadBank(path, known, report, values))
            {
                return false;
            }
        }

        if (values.IsEmpty)
        {
            report.Error($"{path}: no pcr-ALGO directory and no PCR value");
        }

        return !values.IsEmpty;
    }

    private static bool TryReadBank(string path, HashAlgo bank, Report report, PcrValues values)
    {
        for (var pcr = 0; pcr < PcrBank.PcrCount; pcr++)
        {
            var file = Path.Combine(path, pcr.ToString());
            if (!File.Exists(file))
            {
                continue;
            }

            if (!InputFile.TryRead(file, FileCap, report, out var content))
            {
                return false;
            }

            if (!PcrValuesReader.TryReadSysfsFile(content.Span, bank, pcr, values, out var error))
            {
                report.Error($"{file}: {error}");
                return false;
            }
        }

        return true;
    }
}
