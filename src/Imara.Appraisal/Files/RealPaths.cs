using System.Text;
using Imara.Linux.Files;
using Imara.Linux.ProcFs;

namespace Imara.Appraisal.Files;

/// <summary>Where open files and directories really are, whatever path, relative or through symbolic links, led to them.</summary>
internal static class RealPaths
{
    /// <summary>The absolute path; without <c>/proc</c> the path that led there, behind the working directory if it is relative.</summary>
    /// <param name="descriptor">The file or directory.</param>
    /// <param name="given">The path that led to it.</param>
    public static ByteString Of(int descriptor, ReadOnlySpan<byte> given)
    {
        Span<byte> buffer = stackalloc byte[DescriptorPath.MaxLength];
        if (DescriptorPath.Read(descriptor, buffer, out var length, out _) == Errno.None && buffer[..length].StartsWith("/"u8))
        {
            return new ByteString(buffer[..length]);
        }

        return given.StartsWith("/"u8) ? new ByteString(given) : new ByteString([.. Encoding.UTF8.GetBytes(Environment.CurrentDirectory), (byte)'/', .. given]);
    }
}
