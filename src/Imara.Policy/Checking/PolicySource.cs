namespace Imara.Policy.Checking;

/// <summary>A policy text and what it is called.</summary>
/// <param name="Name">File name as given; <c>-</c> for standard input.</param>
/// <param name="Text">The bytes.</param>
public sealed record PolicySource(string Name, ReadOnlyMemory<byte> Text);
