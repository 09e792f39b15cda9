namespace Imara.Measurements.Replay;

/// <summary>Reads PCR values in the forms that tools write, told apart by content.</summary>
/// <remarks>docs/reference/measurement-list.md 14.</remarks>
public static class PcrValuesReader
{
    private const int MaxLength = 16 << 20;

    /// <summary>Reads <c>tpm2_pcrread</c> output, lines <c>PCR-NN: HEX</c>, or JSON with <c>pcrs</c>.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="bank">
    /// The bank wanted: that of lines that name none, and of a file that names banks the one that is taken; null: every bank, and for lines that name none SHA-1,
    /// SHA-256, SHA-384 or SHA-512 by the length of the values.
    /// </param>
    /// <param name="values">The values; empty if the content is refused.</param>
    /// <param name="error">Why it is refused.</param>
    public static bool TryRead(ReadOnlySpan<byte> content, HashAlgo? bank, out PcrValues values, out FormatError error)
    {
        values = new PcrValues();
        if (content.Length > MaxLength)
        {
            error = new FormatError(MaxLength, "too long for a file of PCR values");
            return false;
        }

        var read = new PcrValues();
        var start = content.IndexOfAnyExcept(" \t\r\n"u8);
        var ok = start >= 0 && content[start] == '{'
            ? PcrJson.TryRead(content, read, out error)
            : PcrText.TryRead(content, bank, read, out error);
        if (ok && read.IsEmpty)
        {
            error = new FormatError(content.Length, "no PCR value was found");
            ok = false;
        }

        if (ok && bank is { } wanted && read.Banks.Any(one => one.Algo != wanted))
        {
            var named = string.Join(", ", read.Banks.Select(one => HashAlgos.NameOf(one.Algo)));
            read = read.Only(wanted);
            ok = !read.IsEmpty;
            error = new FormatError(0, $"the values are of bank {named}, not of {HashAlgos.NameOf(wanted)}");
        }

        if (ok)
        {
            error = default;
            values = read;
        }

        return ok;
    }

    /// <summary>Reads one file of a sysfs directory such as <c>pcr-sha256/10</c>: a digest in hex and a newline.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="bank">Bank that the directory is named after.</param>
    /// <param name="pcr">PCR that the file is named after, 0 to 23.</param>
    /// <param name="values">Where the value goes; unchanged if the content is refused.</param>
    /// <param name="error">Why it is refused.</param>
    public static bool TryReadSysfsFile(ReadOnlySpan<byte> content, HashAlgo bank, int pcr, PcrValues values, out FormatError error) =>
        PcrText.TryAdd(content, 0, bank, pcr, values, out error);

    /// <summary>The bank that a sysfs directory such as <c>pcr-sha256</c> is for.</summary>
    public static bool TryParseSysfsDirectory(ReadOnlySpan<char> name, out HashAlgo bank)
    {
        bank = default;
        return name.StartsWith("pcr-") && HashAlgos.TryParse(name[4..], out bank);
    }
}
