using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Imara.Boot.BootEntries;

/// <summary>A file with kernel command lines.</summary>
public sealed class BootFile
{
    /// <summary>The largest file taken: 4 MiB.</summary>
    public const int MaxLength = 4 << 20;

    /// <summary>The most entries taken from one file.</summary>
    public const int MaxEntries = 4096;

    private BootFile(ReadOnlyMemory<byte> text, BootFileKind kind, ImmutableArray<BootEntry> entries)
    {
        Text = text;
        Kind = kind;
        Entries = entries;
    }

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>What it is.</summary>
    public BootFileKind Kind { get; }

    /// <summary>At least one entry, in the order of the file. For <c>/etc/default/grub</c> the normal one and the recovery one.</summary>
    public ImmutableArray<BootEntry> Entries { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="text">The file; it is kept.</param>
    /// <param name="kind">What it is; null: found out from its content.</param>
    /// <param name="file">The file's entries.</param>
    /// <param name="error">Why it is refused.</param>
    public static bool TryRead(ReadOnlyMemory<byte> text, BootFileKind? kind, [NotNullWhen(true)] out BootFile? file, out FormatError error)
    {
        file = null;
        if (text.Length > MaxLength)
        {
            error = new FormatError(MaxLength, "too long for a file of boot entries");
            return false;
        }

        if (text.Span.IndexOf((byte)0) is >= 0 and var nul)
        {
            error = new FormatError(nul, "a NUL byte: this is no text");
            return false;
        }

        var found = kind ?? BootFileDetector.Detect(text.Span);
        ImmutableArray<BootEntry> entries;
        var isRead = found switch
        {
            BootFileKind.LoaderEntry => LoaderEntryReader.TryRead(text.Span, out entries, out error),
            BootFileKind.GrubMenu => GrubMenuReader.TryRead(text.Span, out entries, out error),
            BootFileKind.GrubDefaults => GrubDefaultsReader.TryRead(text.Span, out entries, out error),
            _ => PlainLineReader.TryRead(text.Span, out entries, out error),
        };
        file = isRead ? new BootFile(text, found, entries) : null;
        return isRead;
    }
}
