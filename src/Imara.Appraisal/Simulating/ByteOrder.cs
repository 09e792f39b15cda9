namespace Imara.Appraisal.Simulating;

/// <summary>The order of bytes, which is that of `LC_ALL=C sort`.</summary>
internal sealed class ByteOrder : IComparer<ByteString>
{
    public static ByteOrder Instance { get; } = new();

    public int Compare(ByteString x, ByteString y) => x.Span.SequenceCompareTo(y.Span);
}
