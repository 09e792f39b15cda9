using Imara.Signatures;

namespace Imara.Fuzz.Targets;

/// <summary>Any bytes may end a module: an appended signature is found, refused with an offset, or absent.</summary>
internal static class ModSigTarget
{
    // The marker and the trailer are appended here: a fuzzer would spend its time on guessing them.
    public static void Run(byte[] input)
    {
        var file = new byte[4 + input.Length + 12 + ModSig.Marker.Length];
        input.CopyTo(file, 4);
        var trailer = file.AsSpan(4 + input.Length, 12);
        trailer[2] = 2;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(trailer[8..], input.Length);
        ModSig.Marker.CopyTo(file.AsSpan(16 + input.Length));

        var errno = ModSig.Find(file, out var found, out var error);
        Property.Holds(errno == Errno.None == found is not null, "an answer without an error has a signature");
        Property.Holds(error.Offset >= 0 && error.Offset <= file.Length, "the offset of an error lies in the file");
    }
}
