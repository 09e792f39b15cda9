using System.Text;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Archives.Manifests;

/// <summary>What <c>getfattr --dump</c> writes: read by <c>setfattr --restore</c> in the folder that paths begin in, and by <c>gensquashfs --xattr-file</c>.</summary>
/// <remarks>getfattr(1), setfattr(1): a backslash and three octal digits stand for a byte of a name.</remarks>
public sealed class SetfattrDump : XattrManifest
{
    /// <summary>Writes to a stream, which stays open.</summary>
    public SetfattrDump(Stream output)
        : base(output)
    {
    }

    /// <inheritdoc/>
    private protected override bool CanName(ReadOnlySpan<byte> path) => true;

    /// <inheritdoc/>
    private protected override void Write(ReadOnlySpan<byte> path, ReadOnlySpan<XattrChange> changes)
    {
        Output.Write("# file: "u8);
        foreach (var b in path)
        {
            if (b is < 0x20 or (byte)'\\' or 0x7f)
            {
                Output.Write([(byte)'\\', (byte)('0' + (b >> 6)), (byte)('0' + ((b >> 3) & 7)), (byte)('0' + (b & 7))]);
            }
            else
            {
                Output.WriteByte(b);
            }
        }

        Output.WriteByte((byte)'\n');
        foreach (var (name, value) in changes)
        {
            if (name is not null)
            {
                Output.Write(Encoding.UTF8.GetBytes($"{name}=0x{Convert.ToHexStringLower(value!)}\n"));
            }
        }

        Output.WriteByte((byte)'\n');
    }
}
