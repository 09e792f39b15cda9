namespace Imara.Engine.Files;

/// <summary>What reading an extended attribute gave.</summary>
/// <param name="Errno"><see cref="Imara.Errno.None"/>; <see cref="Imara.Errno.ENODATA"/>: the file has none; <see cref="Imara.Errno.EOPNOTSUPP"/>: the file system has none at all.</param>
/// <param name="Value">The bytes; may be empty even where there is no error.</param>
public readonly record struct XattrRead(Errno Errno, ReadOnlyMemory<byte> Value)
{
    /// <summary>The file does not have the attribute.</summary>
    public static XattrRead Missing => new(Errno.ENODATA, default);

    /// <summary>The attribute with this value.</summary>
    public static XattrRead Of(ReadOnlyMemory<byte> value) => new(Errno.None, value);
}
