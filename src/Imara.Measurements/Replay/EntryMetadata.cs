using System.Buffers.Binary;
using System.Text;
using Imara.Hashing;
using Imara.Signatures;

namespace Imara.Measurements.Replay;

/// <summary>The metadata that an entry of the template evm-sig carries: all that a portable signature in security.evm is over, but the content.</summary>
/// <remarks>docs/reference/measurement-list.md 4.1, appraisal.md 4.2.</remarks>
internal sealed class EntryMetadata
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> values;
    private readonly ReadOnlyMemory<byte> all;
    private readonly EvmMetadata inode;

    private EntryMetadata(Dictionary<string, ReadOnlyMemory<byte>> values, ReadOnlyMemory<byte> all, EvmMetadata inode)
    {
        this.values = values;
        this.all = all;
        this.inode = inode;
    }

    /// <summary>The value of security.ima; empty if the file had none.</summary>
    public ReadOnlyMemory<byte> Ima => values.GetValueOrDefault(ProtectedXattrs.Ima);

    /// <summary>Reads the fields; false if they are not all there or contradict each other.</summary>
    /// <param name="fields">The fields of the entry.</param>
    /// <param name="isBigEndian">The byte order of its numbers.</param>
    /// <param name="metadata">What they say.</param>
    public static bool TryRead(IReadOnlyList<FieldValue> fields, bool isBigEndian, out EntryMetadata? metadata)
    {
        metadata = null;
        ReadOnlyMemory<byte> names = default, lengths = default, content = default;
        uint? uid = null, gid = null, mode = null;
        foreach (var (field, value) in fields)
        {
            switch (field)
            {
                case TemplateField.XattrNames:
                    names = value;
                    break;
                case TemplateField.XattrLengths:
                    lengths = value;
                    break;
                case TemplateField.XattrValues:
                    content = value;
                    break;
                case TemplateField.IUid:
                    uid = NumberOf(value.Span, sizeof(uint), isBigEndian);
                    break;
                case TemplateField.IGid:
                    gid = NumberOf(value.Span, sizeof(uint), isBigEndian);
                    break;
                case TemplateField.IMode:
                    mode = NumberOf(value.Span, sizeof(ushort), isBigEndian);
                    break;
                default:
                    break;
            }
        }

        if (uid is null || gid is null || mode is null || !TrySplit(names.Span, lengths.Span, content, isBigEndian, out var values))
        {
            return false;
        }

        metadata = new EntryMetadata(values, content, new EvmMetadata(0, 0, uid.Value, gid.Value, (ushort)mode.Value));
        return true;
    }

    /// <summary>The digest that a portable signature of a kernel with this layout is over.</summary>
    public Digest DigestOf(HashAlgo algo, EvmMachine machine) => KernelHash.Compute(algo, EvmDigest.PortableInput(all.Span, inode, machine));

    private static bool TrySplit(
        ReadOnlySpan<byte> names, ReadOnlySpan<byte> lengths, ReadOnlyMemory<byte> all, bool isBigEndian, out Dictionary<string, ReadOnlyMemory<byte>> values)
    {
        values = new(StringComparer.Ordinal);
        var left = all;
        foreach (var range in names.TrimEnd((byte)0).Split((byte)'|'))
        {
            if (lengths.Length < sizeof(uint) || NumberOf(lengths[..sizeof(uint)], sizeof(uint), isBigEndian) is not { } length || length > left.Length
                || !values.TryAdd(Encoding.Latin1.GetString(names[range]), left[..(int)length]))
            {
                return false;
            }

            lengths = lengths[sizeof(uint)..];
            left = left[(int)length..];
        }

        return lengths.IsEmpty && left.IsEmpty;
    }

    private static uint? NumberOf(ReadOnlySpan<byte> value, int size, bool isBigEndian) => value.Length != size ? null
        : size == sizeof(uint) ? (isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(value) : BinaryPrimitives.ReadUInt32LittleEndian(value))
        : isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(value) : BinaryPrimitives.ReadUInt16LittleEndian(value);
}
