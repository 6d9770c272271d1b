# The functions of torch and torch.nn.functional whose arguments are not those of one aten operator,
# in the part of Python that Serin reads. A function that is not here is the aten operator of its
# name. `aten` calls operators, `refuse` ends the reading.
import math


def _numbers(value, count):
    if isinstance(value, (list, tuple)):
        if len(value) == 1:
            return [value[0]] * count
        return list(value)
    return [value] * count


def _window(value, count):
    if value is None:
        return []
    return _numbers(value, count)


# activations


def relu(input, inplace=False):
    return aten.relu_(input) if inplace else aten.relu(input)


def relu6(input, inplace=False):
    return aten.relu6_(input) if inplace else aten.relu6(input)


def hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False):
    if inplace:
        return aten.hardtanh_(input, min_val, max_val)
    return aten.hardtanh(input, min_val, max_val)


def hardsigmoid(input, inplace=False):
    return aten.hardsigmoid_(input) if inplace else aten.hardsigmoid(input)


def hardswish(input, inplace=False):
    return aten.hardswish_(input) if inplace else aten.hardswish(input)


def leaky_relu(input, negative_slope=0.01, inplace=False):
    if inplace:
        return aten.leaky_relu_(input, negative_slope)
    return aten.leaky_relu(input, negative_slope)


def rrelu(input, lower=1.0 / 8, upper=1.0 / 3, training=False, inplace=False):
    return leaky_relu(input, (lower + upper) / 2, inplace)


def elu(input, alpha=1.0, inplace=False):
    return aten.elu_(input, alpha) if inplace else aten.elu(input, alpha)


def selu(input, inplace=False):
    return aten.selu_(input) if inplace else aten.selu(input)


def celu(input, alpha=1.0, inplace=False):
    return aten.celu_(input, alpha) if inplace else aten.celu(input, alpha)


def silu(input, inplace=False):
    return aten.silu_(input) if inplace else aten.silu(input)


def mish(input, inplace=False):
    return aten.mish_(input) if inplace else aten.mish(input)


def gelu(input, approximate="none"):
    return aten.gelu(input, approximate=approximate)


def softplus(input, beta=1.0, threshold=20.0):
    return aten.softplus(input, beta, threshold)


def threshold(input, threshold, value, inplace=False):
    if inplace:
        return aten.threshold_(input, threshold, value)
    return aten.threshold(input, threshold, value)


def logsigmoid(input):
    return aten.log_sigmoid(input)


def softsign(input):
    return input / (1 + aten.abs(input))


def tanhshrink(input):
    return input - aten.tanh(input)


def glu(input, dim=-1):
    return aten.glu(input, dim)


def softmax(input, dim=None, _stacklevel=3, dtype=None):
    if dim is None:
        dim = 0 if input.dim() in (0, 1, 3) else 1
    return aten.softmax(input, dim, dtype=dtype)


def log_softmax(input, dim=None, _stacklevel=3, dtype=None):
    if dim is None:
        dim = 0 if input.dim() in (0, 1, 3) else 1
    return aten.log_softmax(input, dim, dtype=dtype)


def softmin(input, dim=None, _stacklevel=3, dtype=None):
    return softmax(-input, dim, dtype=dtype)


def normalize(input, p=2.0, dim=1, eps=1e-12, out=None):
    length = aten.norm(input, p, dim if isinstance(dim, (list, tuple)) else [dim], True)
    return input / aten.clamp_min(length, eps).expand_as(input)


# dropouts do nothing after eval(), unless a function is told to train


def dropout(input, p=0.5, training=True, inplace=False):
    if training and p > 0:
        training_mode("dropout")
    return input


def dropout1d(input, p=0.5, training=True, inplace=False):
    return dropout(input, p, training)


def dropout2d(input, p=0.5, training=True, inplace=False):
    return dropout(input, p, training)


def dropout3d(input, p=0.5, training=True, inplace=False):
    return dropout(input, p, training)


def alpha_dropout(input, p=0.5, training=False, inplace=False):
    return dropout(input, p, training)


def feature_alpha_dropout(input, p=0.5, training=False, inplace=False):
    return dropout(input, p, training)


# convolutions and products


def _same(padding, input, weight, stride, dilation, count):
    if padding == "valid":
        return input, [0] * count
    if padding != "same":
        return input, _numbers(padding, count)
    for step in _numbers(stride, count):
        if step != 1:
            refuse("padding='same' goes with a stride of 1 only")
    before = []
    uneven = []
    for axis in range(count):
        total = _numbers(dilation, count)[axis] * (weight.shape[2 + axis] - 1)
        before.append(total // 2)
        uneven = [0, total - 2 * (total // 2)] + uneven
    if sum(uneven) > 0:
        input = aten.constant_pad_nd(input, uneven, 0.0)
    return input, before


def _conv(operator, count, input, weight, bias, stride, padding, dilation, groups):
    channels_of_input(input, weight, weight.shape[1] * groups, count)
    single = input.dim() == count + 1
    if single:
        input = input.unsqueeze(0)
    input, padding = _same(padding, input, weight, stride, dilation, count)
    result = operator(input, weight, bias, _numbers(stride, count), padding,
                      _numbers(dilation, count), groups)
    return result.squeeze(0) if single else result


def conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv(aten.conv1d, 1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv(aten.conv2d, 2, input, weight, bias, stride, padding, dilation, groups)


def conv3d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv(aten.conv3d, 3, input, weight, bias, stride, padding, dilation, groups)


def _transposed(operator, count, input, weight, bias, stride, padding, output_padding, groups,
                dilation):
    channels_of_input(input, weight, weight.shape[0], count)
    single = input.dim() == count + 1
    if single:
        input = input.unsqueeze(0)
    result = operator(input, weight, bias, _numbers(stride, count), _numbers(padding, count),
                      _numbers(output_padding, count), groups, _numbers(dilation, count))
    return result.squeeze(0) if single else result


def conv_transpose1d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1,
                     dilation=1):
    return _transposed(aten.conv_transpose1d, 1, input, weight, bias, stride, padding,
                       output_padding, groups, dilation)


def conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1,
                     dilation=1):
    return _transposed(aten.conv_transpose2d, 2, input, weight, bias, stride, padding,
                       output_padding, groups, dilation)


def conv_transpose3d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1,
                     dilation=1):
    return _transposed(aten.conv_transpose3d, 3, input, weight, bias, stride, padding,
                       output_padding, groups, dilation)


def linear(input, weight, bias=None):
    return aten.linear(input, weight, bias)


def bilinear(input1, input2, weight, bias=None):
    return aten.bilinear(input1, input2, weight, bias)


# poolings


def _pooled(count, input, pool):
    if input.dim() == count + 1:
        return pool(input.unsqueeze(0)).squeeze(0)
    return pool(input)


def _max(count, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices):
    single = input.dim() == count + 1
    operator = (aten.max_pool1d_with_indices, aten.max_pool2d_with_indices,
                aten.max_pool3d_with_indices)[count - 1]
    plain = (aten.max_pool1d, aten.max_pool2d, aten.max_pool3d)[count - 1]
    x = input.unsqueeze(0) if single else input
    found = (operator if return_indices else plain)(
        x, _window(kernel_size, count), _window(stride, count), _window(padding, count),
        _window(dilation, count), ceil_mode)
    if return_indices:
        return (found[0].squeeze(0), found[1].squeeze(0)) if single else (found[0], found[1])
    return found.squeeze(0) if single else found


def max_pool1d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,
               return_indices=False):
    return _max(1, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,
               return_indices=False):
    return _max(2, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool3d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,
               return_indices=False):
    return _max(3, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def _unpooled_sizes(input, kernel_size, stride, padding, output_size, count):
    if output_size is not None:
        return list(output_size)[-count:]
    window = _numbers(kernel_size, count)
    steps = window if stride is None else _numbers(stride, count)
    edges = _numbers(padding, count)
    return [(input.shape[axis - count] - 1) * steps[axis] + window[axis] - 2 * edges[axis]
            for axis in range(count)]


def max_unpool1d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    size = _unpooled_sizes(input, kernel_size, stride, padding, output_size, 1)
    flat = aten.max_unpool2d(input.unsqueeze(-1), indices.unsqueeze(-1), size + [1])
    return flat.squeeze(-1)


def max_unpool2d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    size = _unpooled_sizes(input, kernel_size, stride, padding, output_size, 2)
    return aten.max_unpool2d(input, indices, size)


def max_unpool3d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    size = _unpooled_sizes(input, kernel_size, stride, padding, output_size, 3)
    return aten.max_unpool3d(input, indices, size)


def avg_pool1d(input, kernel_size, stride=None, padding=0, ceil_mode=False,
               count_include_pad=True):
    return _pooled(1, input, lambda x: aten.avg_pool1d(
        x, _window(kernel_size, 1), _window(stride, 1), _window(padding, 1), ceil_mode,
        count_include_pad))


def avg_pool2d(input, kernel_size, stride=None, padding=0, ceil_mode=False,
               count_include_pad=True, divisor_override=None):
    return _pooled(2, input, lambda x: aten.avg_pool2d(
        x, _window(kernel_size, 2), _window(stride, 2), _window(padding, 2), ceil_mode,
        count_include_pad, divisor_override))


def avg_pool3d(input, kernel_size, stride=None, padding=0, ceil_mode=False,
               count_include_pad=True, divisor_override=None):
    return _pooled(3, input, lambda x: aten.avg_pool3d(
        x, _window(kernel_size, 3), _window(stride, 3), _window(padding, 3), ceil_mode,
        count_include_pad, divisor_override))


def _adaptive_sizes(output_size, input, count):
    sizes = _numbers(output_size, count)
    return [input.shape[axis - count] if sizes[axis] is None else sizes[axis]
            for axis in range(count)]


def adaptive_avg_pool1d(input, output_size):
    return _pooled(1, input, lambda x: aten.adaptive_avg_pool1d(
        x, _adaptive_sizes(output_size, x, 1)))


def adaptive_avg_pool2d(input, output_size):
    return _pooled(2, input, lambda x: aten.adaptive_avg_pool2d(
        x, _adaptive_sizes(output_size, x, 2)))


def adaptive_avg_pool3d(input, output_size):
    return _pooled(3, input, lambda x: aten.adaptive_avg_pool3d(
        x, _adaptive_sizes(output_size, x, 3)))


def _adaptive_max(operator, count, input, output_size, return_indices):
    if return_indices:
        refuse("a pooling with return_indices is not read")
    return _pooled(count, input, lambda x: _first(operator(
        x, _adaptive_sizes(output_size, x, count))))


def _first(found):
    return found[0] if isinstance(found, tuple) else found


def adaptive_max_pool1d(input, output_size, return_indices=False):
    return _adaptive_max(aten.adaptive_max_pool1d, 1, input, output_size, return_indices)


def adaptive_max_pool2d(input, output_size, return_indices=False):
    return _adaptive_max(aten.adaptive_max_pool2d, 2, input, output_size, return_indices)


def adaptive_max_pool3d(input, output_size, return_indices=False):
    return _adaptive_max(aten.adaptive_max_pool3d, 3, input, output_size, return_indices)


def _powers(pool, input, norm_type, kernel_size, stride, ceil_mode, count):
    window = _numbers(kernel_size, count)
    cells = 1
    for size in window:
        cells = cells * size
    mean = pool(aten.pow(input, float(norm_type)), window, stride, 0, ceil_mode)
    return aten.pow(aten.sign(mean) * aten.relu(aten.abs(mean)) * cells, 1.0 / norm_type)


def lp_pool1d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    return _powers(avg_pool1d, input, norm_type, kernel_size, stride, ceil_mode, 1)


def lp_pool2d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    return _powers(avg_pool2d, input, norm_type, kernel_size, stride, ceil_mode, 2)


def lp_pool3d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    return _powers(avg_pool3d, input, norm_type, kernel_size, stride, ceil_mode, 3)


# normalizations


def batch_norm(input, running_mean, running_var, weight=None, bias=None, training=False,
               momentum=0.1, eps=1e-5):
    if training:
        training_mode("batch_norm")
    return aten.batch_norm(input, weight, bias, running_mean, running_var, False, momentum, eps,
                           True)


def instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None,
                  use_input_stats=True, momentum=0.1, eps=1e-5):
    if not use_input_stats:
        return aten.batch_norm(input, weight, bias, running_mean, running_var, False, momentum,
                               eps, True)
    return aten.instance_norm(input, weight, bias, None, None, True, momentum, eps, True)


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    return aten.layer_norm(input, list(normalized_shape), weight, bias, eps, True)


def rms_norm(input, normalized_shape, weight=None, eps=None):
    return aten.rms_norm(input, list(normalized_shape), weight, eps)


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5):
    return aten.group_norm(input, num_groups, weight, bias, eps, True)


def local_response_norm(input, size, alpha=1e-4, beta=0.75, k=1.0):
    if input.dim() < 3:
        refuse("local_response_norm needs three axes")
    squares = (input * input).unsqueeze(1)
    flat = squares.flatten(3) if input.dim() > 3 else squares
    around = aten.constant_pad_nd(flat, [0, 0, size // 2, (size - 1) // 2], 0.0)
    mean = avg_pool2d(around, (size, 1), stride=1).squeeze(1)
    mean = mean.reshape(input.shape)
    return input / aten.pow(mean * alpha + k, beta)


# embeddings


def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0,
              scale_grad_by_freq=False, sparse=False):
    if max_norm is not None:
        refuse("an embedding with max_norm changes its weights while it predicts")
    return aten.embedding(weight, input)


def embedding_bag(input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False,
                  mode="mean", sparse=False, per_sample_weights=None, include_last_offset=False,
                  padding_idx=None):
    if max_norm is not None:
        refuse("an embedding bag with max_norm changes its weights while it predicts")
    if input.dim() == 1:
        if offsets is None:
            refuse("an embedding bag of one axis needs offsets")
        if padding_idx is not None and padding_idx < 0:
            padding_idx = padding_idx + weight.shape[0]
        kind = {"sum": 0, "mean": 1, "max": 2}[mode]
        return aten.embedding_bag(weight, input, offsets, False, kind, False, per_sample_weights,
                                  include_last_offset, padding_idx)
    if input.dim() != 2 or offsets is not None or padding_idx is not None:
        refuse("an embedding bag is read for rows of indices, or for one axis with offsets")
    rows = aten.embedding(weight, input)
    if per_sample_weights is not None:
        if mode != "sum":
            refuse("weights of samples go with mode='sum' only")
        rows = rows * per_sample_weights.unsqueeze(-1)
    if mode == "sum":
        return rows.sum(1)
    if mode == "mean":
        return rows.mean(1)
    if mode == "max":
        return rows.amax(1)
    refuse("an embedding bag with the mode " + mode)


def one_hot(tensor, num_classes=-1):
    if num_classes < 1:
        refuse("one_hot without num_classes depends on the numbers")
    return aten.eq(tensor.unsqueeze(-1), aten.arange(num_classes)).to(int64)


# distances


def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    return aten.cosine_similarity(x1, x2, dim, eps)


def pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False):
    return aten.pairwise_distance(x1, x2, p, eps, keepdim)


# edges, sizes and places


def pad(input, pad, mode="constant", value=None):
    amounts = list(pad)
    if mode == "constant":
        return aten.constant_pad_nd(input, amounts, 0.0 if value is None else value)
    return aten.pad(input, amounts, mode)


def _scales(scale_factor, count):
    return [float(scale) for scale in _numbers(scale_factor, count)]


def interpolate(input, size=None, scale_factor=None, mode="nearest", align_corners=None,
                recompute_scale_factor=None, antialias=False):
    if antialias:
        refuse("interpolate with antialias is not read")
    count = input.dim() - 2
    sizes = None if size is None else _numbers(size, count)
    scales = None if scale_factor is None else _scales(scale_factor, count)
    if scales is not None and recompute_scale_factor:
        sizes = [int(math.floor(float(input.shape[2 + axis]) * scales[axis]))
                 for axis in range(count)]
        scales = None
    if mode == "nearest" and count == 1:
        return aten.upsample_nearest1d(input, sizes, scales)
    if mode == "nearest" and count == 2:
        return aten.upsample_nearest2d(input, sizes, scales)
    if mode == "nearest" and count == 3:
        return aten.upsample_nearest3d(input, sizes, scales)
    corners = bool(align_corners)
    if mode == "linear" and count == 1:
        return aten.upsample_linear1d(input, sizes, corners, scales)
    if mode == "bilinear" and count == 2:
        return aten.upsample_bilinear2d(input, sizes, corners, scales)
    if mode == "trilinear" and count == 3:
        return aten.upsample_trilinear3d(input, sizes, corners, scales)
    if mode == "bicubic" and count == 2:
        return aten.upsample_bicubic2d(input, sizes, corners, scales)
    refuse("interpolate with the mode " + mode + " over " + str(count) + " axes")


def upsample(input, size=None, scale_factor=None, mode="nearest", align_corners=None):
    return interpolate(input, size, scale_factor, mode, align_corners)


def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
    return aten.im2col(input, _numbers(kernel_size, 2), _numbers(dilation, 2),
                       _numbers(padding, 2), _numbers(stride, 2))


def fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1):
    return aten.col2im(input, _numbers(output_size, 2), _numbers(kernel_size, 2),
                       _numbers(dilation, 2), _numbers(padding, 2), _numbers(stride, 2))


def channel_shuffle(input, groups):
    sizes = input.shape
    parts = input.reshape(sizes[0], groups, sizes[1] // groups, *sizes[2:])
    return parts.transpose(1, 2).reshape(*sizes)


native_channel_shuffle = channel_shuffle


# attention


def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0,
                                 is_causal=False, scale=None, enable_gqa=False):
    if dropout_p > 0:
        training_mode("scaled_dot_product_attention")
    if enable_gqa:
        refuse("scaled_dot_product_attention with enable_gqa is not read")
    return aten.scaled_dot_product_attention(query, key, value, attn_mask, 0.0, is_causal,
                                             scale=scale)


def _float_mask(mask):
    if mask is None or mask.dtype != bool_:
        return mask
    return aten.where(mask, float("-inf"), 0.0)


def _merged(attn_mask, padding, batch, heads, sources):
    mask = _float_mask(attn_mask)
    if mask is not None and mask.dim() == 3:
        mask = mask.reshape(batch, heads, mask.shape[1], mask.shape[2])
    if padding is None:
        return mask
    more = _float_mask(padding).reshape(batch, 1, 1, sources)
    return more if mask is None else mask + more


def attention(query, key, value, heads, weights, out_weight, out_bias, bias_k, bias_v, zeros,
              key_padding_mask, need_weights, attn_mask, average):
    # query is [targets, batch, width]; weights are three pairs of weight and bias
    if query.dim() == 2:
        padding = None if key_padding_mask is None else key_padding_mask.unsqueeze(0)
        result, shares = attention(
            query.unsqueeze(1), key.unsqueeze(1), value.unsqueeze(1), heads, weights, out_weight,
            out_bias, bias_k, bias_v, zeros, padding, need_weights, attn_mask, average)
        return result.squeeze(1), None if shares is None else shares.squeeze(0)
    targets, batch, width = query.shape
    if bias_k is not None or bias_v is not None or zeros:
        refuse("attention with add_bias_kv or add_zero_attn is not read")
    q = aten.linear(query, weights[0][0], weights[0][1])
    k = aten.linear(key, weights[1][0], weights[1][1])
    v = aten.linear(value, weights[2][0], weights[2][1])
    sources = k.shape[0]
    width = q.shape[2]
    size = width // heads
    q = q.reshape(targets, batch, heads, size).permute(1, 2, 0, 3)
    k = k.reshape(sources, batch, heads, size).permute(1, 2, 3, 0)
    v = v.reshape(sources, batch, heads, size).permute(1, 2, 0, 3)
    scores = aten.matmul(q * (1.0 / math.sqrt(size)), k)
    mask = _merged(attn_mask, key_padding_mask, batch, heads, sources)
    if mask is not None:
        scores = scores + mask
    shares = aten.softmax(scores, -1)
    mixed = aten.matmul(shares, v).permute(2, 0, 1, 3).reshape(targets, batch, width)
    result = aten.linear(mixed, out_weight, out_bias)
    if not need_weights:
        return result, None
    return result, shares.mean(1) if average else shares
