namespace Orleans.Runtime;

/// <summary>Anything that a call can be sent to: grains, observers and references to them.</summary>
public interface IAddressable;
