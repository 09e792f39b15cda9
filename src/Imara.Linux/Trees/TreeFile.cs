using Imara.Linux.Files;
using Imara.Linux.Interop;

namespace Imara.Linux.Trees;

/// <summary>A regular file as a walk meets it; valid during the call only. It is not open: opening it is an access that others may see.</summary>
public readonly unsafe ref struct TreeFile
{
    /// <summary>The longest path that <see cref="AccessPath"/> makes, with a NUL behind it.</summary>
    public const int MaxAccessPath = EntryPath.MaxLength;

    private readonly DirectoryNode directory;
    private readonly byte* name;

    internal TreeFile(ReadOnlySpan<byte> path, FileStatus status, DirectoryNode directory, byte* name, int nameLength)
    {
        Path = path;
        Status = status;
        this.directory = directory;
        this.name = name;
        NameLength = nameLength;
    }

    /// <summary>The path: that of the root as it was given, and the names below it. Raw bytes of any length.</summary>
    public ReadOnlySpan<byte> Path { get; }

    /// <summary>The last part of the path.</summary>
    public ReadOnlySpan<byte> Name => Path[^NameLength..];

    /// <summary>Its status. Hard links to one file have the same device and inode number.</summary>
    public FileStatus Status { get; }

    /// <summary>The open directory it lies in.</summary>
    public int Directory => directory.Descriptor;

    /// <summary>Length of <see cref="Name"/> in bytes.</summary>
    public int NameLength { get; }

    /// <summary>Opens the file for reading.</summary>
    /// <param name="descriptor">The descriptor, to be closed by the caller; -1 on failure.</param>
    /// <returns>ESTALE if the name means another file by now.</returns>
    public Errno Open(out int descriptor)
    {
        var flags = OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoTerminal | OpenFlags.NoFollow;
        var error = Descriptor.OpenIn(directory.Descriptor, name, flags, 0, out descriptor);
        if (error != Errno.None)
        {
            return error;
        }

        error = FileStatus.Read(descriptor, out var opened);
        if (error == Errno.None && (opened.Inode != Status.Inode || opened.Device != Status.Device || !opened.IsRegularFile))
        {
            error = Errno.ESTALE;
        }

        if (error != Errno.None)
        {
            Descriptor.Close(descriptor);
            descriptor = -1;
        }

        return error;
    }

    /// <summary>Remembers where the file is, so that it can be opened after the call, by any thread; its directory stays open until then.</summary>
    public FilePlace Keep() => new(directory);

    /// <summary>A path for calls that take no directory: <see cref="Path"/>, or where that is too long for the kernel one through /proc, which is slower.</summary>
    /// <remarks>Who may rename the directories above can make it lead elsewhere; <see cref="Open(out int)"/> notices that.</remarks>
    /// <param name="buffer">Room for a path through /proc; at least <see cref="MaxAccessPath"/> bytes.</param>
    /// <returns>The path, without a NUL.</returns>
    public ReadOnlySpan<byte> AccessPath(Span<byte> buffer) =>
        Path.Length < PathText.Max ? Path : EntryPath.Write(buffer, directory.Descriptor, new ReadOnlySpan<byte>(name, NameLength));

    /// <summary>Reads an extended attribute without opening the file.</summary>
    /// <param name="attribute">Full name such as <c>security.ima</c>, without a NUL.</param>
    /// <param name="value">Where to; values have at most 65,536 bytes.</param>
    /// <param name="length">Bytes of the value.</param>
    /// <returns>ENODATA if the file has no such attribute, EOPNOTSUPP if the file system has none.</returns>
    public Errno ReadAttribute(ReadOnlySpan<byte> attribute, Span<byte> value, out int length)
    {
        Span<byte> path = stackalloc byte[MaxAccessPath];
        return ExtendedAttributes.Read(AccessPath(path), attribute, value, out length);
    }
}
