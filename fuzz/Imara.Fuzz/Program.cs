using Imara.Fuzz.Targets;
using SharpFuzz;

// Imara.Fuzz TARGET          one input after another, for afl-fuzz
// Imara.Fuzz TARGET FILE...  the given inputs, to see what one of them does
Dictionary<string, Action<byte[]>> targets = new(StringComparer.Ordinal)
{
    [nameof(AsciiListTarget)] = AsciiListTarget.Run,
    [nameof(AuditRecordTarget)] = AuditRecordTarget.Run,
    [nameof(BinaryListTarget)] = BinaryListTarget.Run,
    [nameof(BootEntryTarget)] = BootEntryTarget.Run,
    [nameof(BootLogTarget)] = BootLogTarget.Run,
    [nameof(CertificateTarget)] = CertificateTarget.Run,
    [nameof(ElfTarget)] = ElfTarget.Run,
    [nameof(ImaXattrTarget)] = ImaXattrTarget.Run,
    [nameof(ModSigTarget)] = ModSigTarget.Run,
    [nameof(PolicyFormatTarget)] = PolicyFormatTarget.Run,
    [nameof(PolicyLintTarget)] = PolicyLintTarget.Run,
    [nameof(PolicyTarget)] = PolicyTarget.Run,
    [nameof(PolicyTestInputTarget)] = PolicyTestInputTarget.Run,
    [nameof(PrivateKeyTarget)] = PrivateKeyTarget.Run,
    [nameof(SignatureTarget)] = SignatureTarget.Run,
    [nameof(TarTarget)] = TarTarget.Run,
    [nameof(TraceInputTarget)] = TraceInputTarget.Run,
};

if (args.Length == 0 || !targets.TryGetValue(args[0], out var run))
{
    await Console.Error.WriteLineAsync("targets: " + string.Join(' ', targets.Keys));
    return 2;
}

foreach (var file in args.Skip(1))
{
    run(await File.ReadAllBytesAsync(file));
}

if (args.Length == 1)
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        run(input.ToArray());
    });
}

return 0;
