using System.Text;
using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Archives.Manifests;

/// <summary>Pseudo file definitions of <c>mksquashfs -pf</c>: <c>PATH x NAME=VALUE</c>, known since squashfs-tools 4.6. A name with a newline cannot be written.</summary>
/// <remarks>mksquashfs(1): a backslash before a blank, a quote or a backslash of a name takes its meaning away; values begin with <c>0x</c>.</remarks>
public sealed class MksquashfsPseudo : XattrManifest
{
    /// <summary>Writes to a stream, which stays open.</summary>
    public MksquashfsPseudo(Stream output)
        : base(output)
    {
    }

    /// <inheritdoc/>
    private protected override bool CanName(ReadOnlySpan<byte> path) => !path.Contains((byte)'\n');

    /// <inheritdoc/>
    private protected override void Write(ReadOnlySpan<byte> path, ReadOnlySpan<XattrChange> changes)
    {
        foreach (var (name, value) in changes)
        {
            if (name is null)
            {
                continue;
            }

            Output.WriteByte((byte)'/');
            foreach (var b in path)
            {
                if (b is (byte)' ' or (>= 0x09 and <= 0x0d) or (byte)'\\' or (byte)'"' or (byte)'#')
                {
                    Output.WriteByte((byte)'\\');
                }

                Output.WriteByte(b);
            }

            Output.Write(Encoding.UTF8.GetBytes($" x {name}=0x{Convert.ToHexStringLower(value!)}\n"));
        }
    }
}
