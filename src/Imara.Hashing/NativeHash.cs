namespace Imara.Hashing;

/// <summary>A digest by the system's libcrypto, without the framework in between.</summary>
internal sealed class NativeHash : ContentHash
{
    private readonly nint type;
    private readonly DigestContext context;
    private bool isBegun;

    private NativeHash(HashAlgo algo, nint type, DigestContext context)
        : base(algo)
    {
        this.type = type;
        this.context = context;
        isBegun = true;
    }

    /// <summary>Makes one; null where libcrypto is missing or has no such algorithm.</summary>
    public static NativeHash? TryCreate(HashAlgo algo)
    {
        var found = EvpDigests.TypeOf(algo);
        if (found == 0)
        {
            return null;
        }

        var made = new DigestContext(EvpDigests.NewContext());
        if (!made.IsInvalid && EvpDigests.Begin(made.Value, found))
        {
            return new NativeHash(algo, found, made);
        }

        made.Dispose();
        return null;
    }

    public override void Append(ReadOnlySpan<byte> content)
    {
        Begin();
        Check(EvpDigests.Append(context.Value, content));
    }

    private protected override void FinishCore(Span<byte> digest)
    {
        Begin();
        isBegun = false;
        Check(EvpDigests.Finish(context.Value, digest));
    }

    protected override void Dispose(bool disposing) => context.Dispose();

    private void Begin()
    {
        ObjectDisposedException.ThrowIf(context.IsClosed, this);
        if (!isBegun)
        {
            Check(EvpDigests.Begin(context.Value, type));
            isBegun = true;
        }
    }

    // What worked when it was made fails only for want of memory.
    private void Check(bool isDone)
    {
        GC.KeepAlive(context);
        if (!isDone)
        {
            throw new InvalidOperationException($"libcrypto cannot go on with {HashAlgos.NameOf(Algo)}");
        }
    }
}
