using Imara.Appraisal.Archives;
using Imara.Appraisal.Labelling;
using Imara.Engine.Files;
using Imara.Signatures;

namespace Imara.Fuzz.Targets;

/// <summary>
/// Any bytes may be an archive: it is refused inside of them, or passed on as it is where nothing is to be done; and labels that were written are found, and removed without a trace.
/// </summary>
internal static class TarTarget
{
    private const int BlockSize = 512;

    // Half of what a pax header may hold: above it a label is not added to it.
    private const int MaxInput = 1 << 19;

    public static void Run(byte[] input)
    {
        Check(input);
        RepairChecksums(input);
        Check(input);
    }

    private static void Check(byte[] input)
    {
        if (!TryLabel(input, _ => default, out var output) || input.Length > MaxInput)
        {
            return;
        }

        Property.Holds(output.AsSpan().SequenceEqual(input), "what is not changed is passed on");
        byte[] label = [4, 4, 0, (byte)'\n', (byte)'='];
        var had = false;
        Property.Holds(TryLabel(input, file => { had |= file.Xattr(ProtectedXattrs.Ima).Errno != Errno.ENODATA; return Change(label); }, out var labelled), "a label can be written");
        Property.Holds(TryLabel(labelled, file => Found(file, label), out output) && output.AsSpan().SequenceEqual(labelled), "a label is found");
        Property.Holds(TryLabel(labelled, _ => Change(null), out output), "a label can be removed");
        Property.Holds(had || HasEmptyHeader(input) || output.AsSpan().SequenceEqual(input), "what was written is removed without a trace");
    }

    private static FileOutcome Change(byte[]? value) => new(FileStatusWord.Written) { First = new XattrChange(ProtectedXattrs.Ima, value) };

    private static FileOutcome Found(IFileView file, byte[] label)
    {
        Property.Holds(file.Xattr(ProtectedXattrs.Ima).Value.Span.SequenceEqual(label), "a label reads as it was written");
        return default;
    }

    // A pax header without records goes with the label that was put into it; padding and numbers of a header that was changed are written anew.
    private static bool HasEmptyHeader(byte[] input)
    {
        for (var at = 156; at < input.Length; at += BlockSize)
        {
            if (input[at] == 'x')
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryLabel(byte[] input, Func<IFileView, FileOutcome> decide, out byte[] output)
    {
        using var stream = new MemoryStream();
        var isGood = new TarLabeller(() => new Action(decide)) { Workers = 1 }.TryLabel(new MemoryStream(input), stream, out var error);
        Property.Holds(isGood || (error.Offset >= 0 && error.Offset <= input.Length), "the offset of an error lies in the archive");
        output = stream.ToArray();
        return isGood;
    }

    // Otherwise hardly any input would come past the first header.
    private static void RepairChecksums(byte[] input)
    {
        for (var at = 0; at + BlockSize <= input.Length;)
        {
            var block = input.AsSpan(at, BlockSize);
            if (block.IndexOfAnyExcept((byte)0) >= 0)
            {
                block.Slice(148, 8).Fill((byte)' ');
                var sum = 0;
                foreach (var b in block)
                {
                    sum += b;
                }

                System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0')).CopyTo(block[148..]);
                block[154] = 0;
            }

            var size = 0;
            foreach (var digit in block.Slice(124, 11))
            {
                size = digit is >= (byte)'0' and <= (byte)'7' ? ((size & 0xffff) << 3) | (digit - '0') : size;
            }

            at += BlockSize + (block[156] is >= (byte)'1' and <= (byte)'6' ? 0 : (size + BlockSize - 1) / BlockSize * BlockSize);
        }
    }

    private sealed class Action(Func<IFileView, FileOutcome> decide) : FileAction
    {
        public override FileOutcome Act(ILabelledFile file) => decide(file);
    }
}
